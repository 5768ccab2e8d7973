/** What HAProxy complains about. */
export type Complaint =
  /** Of a frontend or backend as a whole. */
  | { readonly kind: "section"; readonly section: string; readonly text: string }
  /** `line` counts from 1 in the file that was read. */
  | { readonly kind: "line"; readonly line: number; readonly text: string }
  | { readonly kind: "port"; readonly port: number; readonly text: string }
  | { readonly kind: "other"; readonly text: string };

const ALERT = /^\[ALERT\]\s+\(\d+\) : (.*)$/;

/**
 * Reads what HAProxy said when it refused to start: which lines it does not take, which ports it can't have.
 * Paths of files are left out of the texts.
 */
export const readComplaints = (output: string): readonly Complaint[] => {
  const complaints: Complaint[] = [];
  for (const row of output.split("\n")) {
    const said = ALERT.exec(row)?.[1];
    if (said === undefined) continue;
    const text = said
      .replace(/^config : /, "")
      .replaceAll(/\(\*LIMIT_MATCH=\d+\)/g, "")
      .replaceAll(/\[?\/[^\s:\]]*\/([^\s:/\]]+)(:\d+)?\]?/g, "$1");
    const port = /cannot bind (?:socket|UNIX socket)?.*?\[[^\]]*:(\d+)\]/i.exec(said);
    const section = /\b(?:backend|frontend|proxy) '([\w-]+)'/i.exec(said)?.[1];
    const line = /\[[^\]]*:(\d+)\]/.exec(said) ?? /\b(?:file|at) '?[^\s']*?:(\d+)/.exec(said);
    if (port !== null) complaints.push({ kind: "port", port: Number(port[1]), text });
    else if (line !== null) complaints.push({ kind: "line", line: Number(line[1]), text });
    else if (section !== undefined) complaints.push({ kind: "section", section, text });
    else if (!/^(Fatal errors|Error\(s\)) found/.test(text)) complaints.push({ kind: "other", text });
  }
  return complaints;
};
