/** One command of a shell script, its words still as text. */
export type ShellCommand = {
  /** Assignments before the command, or alone: `CLUSTER=web`. */
  readonly assignments: readonly (readonly [name: string, value: string])[];
  readonly words: readonly string[];
  /** The file that its output goes to. */
  readonly output?: { readonly file: string; readonly append: boolean };
  /** What a here-document or here-string gives it to read. */
  readonly input?: string;
  /** Whether its output goes to the next command. */
  readonly piped: boolean;
};

/** Gives the value of a variable. */
export type Expand = (name: string) => string | undefined;

type Token =
  | { readonly kind: "word"; readonly text: string; readonly quoted: boolean }
  | { readonly kind: "operator"; readonly text: string };

const OPERATORS = [
  "&>>",
  "<<<",
  "<<-",
  "&&",
  "||",
  ">>",
  "<<",
  "&>",
  ">|",
  ">",
  "<",
  "|",
  ";",
  "&",
  "(",
  ")",
];

// The default is bounded: text that never closes its brace must not be read to its end again and again.
const VARIABLE = /^\$(?:\{([A-Za-z_]\w*)(?::?-([^}]{0,500}))?\}|([A-Za-z_]\w*))/;

/** Replaces `$NAME`, `${NAME}` and `${NAME:-default}`; a command's output, unknown here, is empty. */
export const expandText = (text: string, expand: Expand): string => {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const variable = VARIABLE.exec(rest);
    if (variable !== null) {
      const [whole, braced, fallback, bare] = variable;
      result += expand(braced ?? bare ?? "") || (fallback ?? "");
      at += whole.length;
    } else if (rest.startsWith("$(")) {
      const end = rest.indexOf(")");
      at += end === -1 ? rest.length : end + 1;
    } else if (rest[0] === "\\" && /^\\[$`"\\]/.test(rest)) {
      result += rest[1];
      at += 2;
    } else {
      result += rest[0];
      at += 1;
    }
  }
  return result;
};

/** The tokens of one line; a word keeps what its quotes held. */
export const tokenize = (line: string, expand: Expand): Token[] => {
  const tokens: Token[] = [];
  let word: { text: string; quoted: boolean } | undefined;
  const flush = (): void => {
    if (word !== undefined) tokens.push({ kind: "word", ...word });
    word = undefined;
  };
  const add = (text: string, quoted = false): void => {
    word = { text: (word?.text ?? "") + text, quoted: quoted || (word?.quoted ?? false) };
  };
  for (let at = 0; at < line.length; ) {
    const rest = line.slice(at);
    const char = rest[0] ?? "";
    const operator = OPERATORS.find((text) => rest.startsWith(text));
    if (char === "'") {
      const end = rest.indexOf("'", 1);
      add(rest.slice(1, end === -1 ? undefined : end), true);
      at += end === -1 ? rest.length : end + 1;
    } else if (char === '"') {
      const quoted = /^"((?:[^"\\]|\\[\s\S])*)("|$)/.exec(rest);
      add(expandText(quoted?.[1] ?? "", expand), true);
      at += quoted?.[0].length ?? rest.length;
    } else if (/\s/.test(char)) {
      flush();
      at += 1;
    } else if (char === "#" && word === undefined) {
      break;
    } else if (char === "$") {
      const command = /^\$\([^)]*\)?/.exec(rest)?.[0];
      const variable = command ?? VARIABLE.exec(rest)?.[0] ?? "$";
      add(expandText(variable, expand));
      at += variable.length;
    } else if (char === "\\") {
      add(rest[1] ?? "", true);
      at += 2;
    } else if (operator !== undefined) {
      // `2>` and `1>>` name a stream: the digit is part of the redirection.
      if (/^[012]$/.test(word?.text ?? "") && /[<>]/.test(operator)) word = undefined;
      flush();
      tokens.push({ kind: "operator", text: operator });
      at += operator.length;
    } else {
      add(char);
      at += 1;
    }
  }
  flush();
  return tokens;
};
