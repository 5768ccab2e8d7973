import { invalidParameter } from "../../errors.ts";

/** A piece of an expression and where it begins, counted from 1. */
export type Token = {
  readonly kind: "word" | "operator" | "(" | ")" | "[" | "]" | "," | "end";
  readonly text: string;
  readonly position: number;
  /** Whether a word was written in quotes, so that it is a value whatever it says. */
  readonly quoted?: boolean;
};

const OPERATORS = ["==", "!=", "<=", ">=", "=~", "!~", "&&", "||", "<", ">", "!"] as const;
const WORD = /[^\s()[\],=!<>~&|"']/;
const PUNCTUATION = new Set(["(", ")", "[", "]", ","]);

/**
 * Cuts an expression of the cluster query language into tokens.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 *
 * @throws AwsError InvalidParameterException
 */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const token = readToken(text, at, character);
    tokens.push(token.token);
    at = token.next;
  }
  tokens.push({ kind: "end", text: "", position: text.length + 1 });
  return tokens;
};

const readToken = (
  text: string,
  at: number,
  character: string,
): { readonly token: Token; readonly next: number } => {
  const position = at + 1;
  if (PUNCTUATION.has(character)) {
    return { token: { kind: character as Token["kind"], text: character, position }, next: at + 1 };
  }
  if (character === '"' || character === "'") {
    const close = text.indexOf(character, at + 1);
    if (close < 0) throw invalidExpression("a quotation that does not end", position);
    const token: Token = { kind: "word", text: text.slice(at + 1, close), position, quoted: true };
    return { token, next: close + 1 };
  }
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at));
  if (operator !== undefined) {
    return { token: { kind: "operator", text: operator, position }, next: at + operator.length };
  }
  let end = at;
  while (end < text.length && WORD.test(text[end] ?? "")) end += 1;
  if (end === at) throw invalidExpression(`"${character}"`, position);
  return { token: { kind: "word", text: text.slice(at, end), position }, next: end };
};

/** The error of an expression that cannot be read, with the place. */
export const invalidExpression = (found: string, position: number) =>
  invalidParameter(`Invalid expression: unexpected ${found} at position ${position}.`);
