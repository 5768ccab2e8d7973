import { expandText, type ShellCommand, tokenize } from "./shell-words.ts";

const CONFIG_FILE = /^["']?\/etc\/ecs\/ecs\.config["']?$/;

/**
 * What a boot script writes to `/etc/ecs/ecs.config`. Nothing is executed: the ways in which people write that
 * file are read — `echo`, `printf`, `cat` with a here-document, `tee`, groups in braces — with the variables
 * that the script itself sets.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html
 */
export const ecsConfigOfScript = (script: string): string => {
  const variables = new Map<string, string>();
  const expand = (name: string): string | undefined => variables.get(name);
  const lines = script.replaceAll("\r\n", "\n").replace(/\\\n/g, " ").split("\n");
  let config = "";
  let piped = "";
  /** Output of the commands of an open group, which one redirection at its end sends away. */
  let group: string | undefined;

  const write = (text: string, { append }: { readonly append: boolean }): void => {
    config = append ? config + text : text;
  };

  const run = (command: ShellCommand): void => {
    if (command.words.length === 0) {
      for (const [name, value] of command.assignments) variables.set(name, value);
      return;
    }
    const [name, ...parameters] = command.words[0] === "sudo" ? command.words.slice(1) : command.words;
    if (name === "export") {
      for (const assignment of parameters) {
        const at = assignment.indexOf("=");
        if (at > 0) variables.set(assignment.slice(0, at), assignment.slice(at + 1));
      }
      return;
    }
    const given = command.input ?? piped;
    const output = outputOf(name ?? "", parameters, given);
    if (name === "tee") {
      const file = parameters.find((parameter) => !parameter.startsWith("-"));
      const append = parameters.some((parameter) => /^-\w*a|^--append$/.test(parameter));
      if (file !== undefined && CONFIG_FILE.test(file)) write(given, { append });
    } else if (command.output !== undefined && CONFIG_FILE.test(command.output.file)) {
      write(output, command.output);
    } else if (group !== undefined && command.output === undefined && !command.piped) {
      group += output;
    }
    piped = command.piped ? output : "";
  };

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const documents: { readonly end: string; readonly strip: boolean; readonly literal: boolean }[] = [];
    const commands = parse(line, expand, documents);
    const texts = documents.map(({ end, strip, literal }) => {
      let text = "";
      for (at += 1; at < lines.length; at += 1) {
        const each = strip ? (lines[at] ?? "").replace(/^\t+/, "") : (lines[at] ?? "");
        if (each === end) break;
        text += `${literal ? each : expandText(each, expand)}\n`;
      }
      return text;
    });
    for (const parsed of commands) {
      if (parsed.opens) group = "";
      if (parsed.closes) {
        const collected = group ?? "";
        group = undefined;
        if (parsed.command.output !== undefined && CONFIG_FILE.test(parsed.command.output.file)) {
          write(collected, parsed.command.output);
        }
        piped = parsed.command.piped ? collected : "";
        continue;
      }
      const document = parsed.document === undefined ? undefined : texts[parsed.document];
      run(document === undefined ? parsed.command : { ...parsed.command, input: document });
    }
  }
  return config;
};

type Parsed = {
  readonly command: ShellCommand;
  readonly opens: boolean;
  readonly closes: boolean;
  /** Which of the line's here-documents it reads. */
  readonly document: number | undefined;
};

const KEYWORDS = new Set(["then", "do", "else", "fi", "done", "if", "while", "!"]);

/** The commands of one line; the here-documents that begin on it are added to `documents`. */
const parse = (
  line: string,
  expand: (name: string) => string | undefined,
  documents: { end: string; strip: boolean; literal: boolean }[],
): Parsed[] => {
  const tokens = tokenize(line, expand);
  const parsed: Parsed[] = [];
  let words: string[] = [];
  let assignments: [string, string][] = [];
  let output: ShellCommand["output"];
  let input: string | undefined;
  let document: number | undefined;
  let [opens, closes] = [false, false];

  const finish = (piped: boolean): void => {
    if (words.length > 0 || assignments.length > 0 || opens || closes) {
      const command: ShellCommand = {
        assignments,
        words,
        piped,
        ...(output === undefined ? {} : { output }),
        ...(input === undefined ? {} : { input }),
      };
      parsed.push({ command, opens, closes, document });
    }
    [words, assignments, output, input, document, opens, closes] = [
      [],
      [],
      undefined,
      undefined,
      undefined,
      false,
      false,
    ];
  };

  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const next = (): string => {
      const following = tokens[at + 1];
      if (following?.kind !== "word") return "";
      at += 1;
      return following.text;
    };
    if (token.kind === "word") {
      const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(token.text);
      if (words.length === 0 && assignment !== null)
        assignments.push([assignment[1] ?? "", assignment[2] ?? ""]);
      else if (words.length === 0 && !token.quoted && token.text === "{") opens = true;
      else if (words.length === 0 && !token.quoted && token.text === "}") closes = true;
      else if (words.length > 0 || !KEYWORDS.has(token.text)) words.push(token.text);
      continue;
    }
    switch (token.text) {
      case ">":
      case ">|":
      case ">>":
        output = { file: next(), append: token.text === ">>" };
        break;
      case "<<":
      case "<<-": {
        const end = tokens[at + 1];
        document = documents.length;
        documents.push({
          end: next(),
          strip: token.text === "<<-",
          literal: end?.kind === "word" && end.quoted,
        });
        break;
      }
      case "<<<":
        input = `${next()}\n`;
        break;
      case "&>":
      case "&>>":
      case "<":
        next();
        break;
      case "(":
        opens = true;
        break;
      case ")":
        finish(false);
        closes = true;
        break;
      default:
        finish(token.text === "|");
    }
  }
  finish(false);
  return parsed;
};

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

const withEscapes = (text: string): string =>
  text.replace(/\\([ntr\\])/g, (_, char: string) => ESCAPES[char] ?? char);

/** What a command would write, for the commands that write what they are given. */
const outputOf = (name: string, parameters: readonly string[], input: string): string => {
  if (name === "cat" || name === "/bin/cat")
    return parameters.some((each) => !each.startsWith("-")) ? "" : input;
  if (name === "printf") {
    const [format = "", ...values] = parameters[0] === "--" ? parameters.slice(1) : parameters;
    const left = [...values];
    return withEscapes(format).replace(/%[sd%]/g, (place) => (place === "%%" ? "%" : (left.shift() ?? "")));
  }
  if (name !== "echo" && name !== "/bin/echo") return "";
  let at = 0;
  let [escapes, newline] = [false, true];
  for (; /^-[neE]+$/.test(parameters[at] ?? ""); at += 1) {
    const flags = parameters[at] ?? "";
    if (flags.includes("e")) escapes = true;
    if (flags.includes("n")) newline = false;
  }
  const text = parameters.slice(at).join(" ");
  return `${escapes ? withEscapes(text) : text}${newline ? "\n" : ""}`;
};
