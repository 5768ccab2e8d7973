import type { Counted } from "./load.ts";

/** Something that happened while the load ran; `at` is in milliseconds since the epoch. */
export type Mark = { readonly at: number; readonly text: string };

const WIDTH = 1000;
const HEIGHT = 420;
const PLOT = { left: 70, top: 120, right: 900, bottom: 370 } as const;
const COLORS = ["#3b6fb6", "#e08a2e", "#4c9a5b", "#b5485d", "#7a62ab"];
/** The width of a column, in milliseconds. */
const COLUMN = 500;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The next number of the form 1, 2 or 5 times a power of ten. */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
};

/** Which version answered how often over time, one column a half second, and what happened when, as an SVG. */
export const chartOf = (counted: readonly Counted[], marks: readonly Mark[]): string => {
  const from = counted[0]?.at ?? 0;
  const end = Math.max(from + COLUMN, ...counted.map(({ at }) => at + 100));
  const versions = [...new Set(counted.map(({ version }) => version))].sort();
  const columns: number[][] = Array.from({ length: Math.ceil((end - from) / COLUMN) }, () =>
    versions.map(() => 0),
  );
  for (const { at, version, answers } of counted) {
    const column = columns[Math.floor((at - from) / COLUMN)];
    const index = versions.indexOf(version);
    if (column !== undefined) column[index] = (column[index] ?? 0) + answers * (1000 / COLUMN);
  }
  const top = roundUp(Math.max(1, ...columns.map((column) => column.reduce((sum, one) => sum + one, 0))));
  const x = (at: number): number => PLOT.left + ((at - from) / (end - from)) * (PLOT.right - PLOT.left);
  const y = (rate: number): number => PLOT.bottom - (rate / top) * (PLOT.bottom - PLOT.top);
  // A dozen at most.
  const tick = Math.max(1000, roundUp((end - from) / 12));
  const areas = versions.map((version, index) => {
    const below = (column: readonly number[], count: number): number =>
      column.slice(0, count).reduce((sum, one) => sum + one, 0);
    const edge = (count: number): readonly string[] =>
      columns.flatMap((column, position) => {
        const rate = below(column, count).toFixed(1);
        const [start, stop] = [from + position * COLUMN, Math.min(end, from + (position + 1) * COLUMN)];
        return [start, stop].map((at) => `${x(at).toFixed(1)},${y(Number(rate)).toFixed(1)}`);
      });
    const points = [...edge(index + 1), ...edge(index).toReversed()].join(" ");
    return `<polygon points="${points}" fill="${COLORS[index % COLORS.length]}"><title>${escaped(version)}</title></polygon>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${PLOT.left}" y="22" font-size="16">Which version answered, requests a second</text>`,
    ...versions.map(
      (version, index) =>
        `<rect x="${PLOT.left + 380 + index * 90}" y="10" width="14" height="14" fill="${COLORS[index % COLORS.length]}"/>` +
        `<text x="${PLOT.left + 400 + index * 90}" y="22">${escaped(version)}</text>`,
    ),
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => {
      const at = y(part * top).toFixed(1);
      return (
        `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}" stroke="#ddd"/>` +
        `<text x="${PLOT.left - 8}" y="${at}" dy="4" text-anchor="end">${Math.round(part * top)}</text>`
      );
    }),
    ...areas,
    ...marks.map(({ at, text }) => {
      const position = x(at).toFixed(1);
      return (
        `<line x1="${position}" x2="${position}" y1="${PLOT.top - 6}" y2="${PLOT.bottom}" stroke="#333" stroke-dasharray="3 3"/>` +
        `<text transform="translate(${position} ${PLOT.top - 10}) rotate(-28)">${escaped(text)}</text>`
      );
    }),
    ...Array.from({ length: Math.floor((end - from) / tick) + 1 }, (_, index) => {
      const position = x(from + index * tick).toFixed(1);
      return `<text x="${position}" y="${PLOT.bottom + 18}" text-anchor="middle">${(index * tick) / 1000} s</text>`;
    }),
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 12}" text-anchor="middle">time</text>`,
    "</svg>",
    "",
  ].join("\n");
};
