// Draws what a terminal shows as an SVG: `… | node scripts/picture.mjs "title" > picture.svg`. Colours come from the
// output's own escape sequences.

import { readFileSync } from "node:fs";

const COLORS = { 31: "#ff6b6b", 32: "#69db7c", 33: "#ffd43b", 36: "#66d9e8", 2: "#868e96", 90: "#868e96" };
const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[([\\d;]*)m`);
const [, , title = ""] = process.argv;
const text = readFileSync(0, "utf8").trimEnd();

const escapeXml = (part) =>
  part.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

const spans = (line) => {
  let color = "#dee2e6";
  let bold = false;
  // The escape sequences stand between the parts.
  return line.split(ESCAPE).map((part, index) => {
    if (index % 2 === 1) {
      for (const code of part.split(";")) {
        if (code === "" || code === "0") [color, bold] = ["#dee2e6", false];
        else if (code === "1") bold = true;
        else color = COLORS[code] ?? color;
      }
      return "";
    }
    return `<tspan fill="${color}"${bold ? ' font-weight="bold"' : ""}>${escapeXml(part)}</tspan>`;
  });
};

const lines = text.split("\n").flatMap((line) => line.match(/.{1,112}/g) ?? [""]);
const height = lines.length * 18 + 56;
const rows = lines.map(
  (line, index) =>
    `<text x="16" y="${index * 18 + 52}" style="white-space:pre">${spans(line).join("")}</text>`,
);
process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 940 ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" xml:space="preserve">
<rect width="940" height="${height}" rx="8" fill="#1b1f24"/>
<text x="16" y="24" fill="#868e96">${escapeXml(title)}</text>
${rows.join("\n")}
</svg>
`);
