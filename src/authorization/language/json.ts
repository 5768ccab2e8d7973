import type { PolicySyntaxCode } from "./syntax-error.ts";

/** A JSON value with the offsets of its first character and of the character after its last. */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull;
type Span = { readonly start: number; readonly end: number };
/** A key of an object and its value. */
export type JsonMember = { readonly key: string; readonly keyStart: number; readonly value: JsonNode };
/** An object: its members in the order of the text. */
export type JsonObject = Span & { readonly type: "object"; readonly members: readonly JsonMember[] };
/** An array. */
export type JsonArray = Span & { readonly type: "array"; readonly items: readonly JsonNode[] };
/** A string, escapes resolved. */
export type JsonString = Span & { readonly type: "string"; readonly value: string };
/** A number as it was written: policies compare text, so nothing is rounded. */
export type JsonNumber = Span & { readonly type: "number"; readonly text: string };
/** `true` or `false`. */
export type JsonBoolean = Span & { readonly type: "boolean"; readonly value: boolean };
/** `null`. */
export type JsonNull = Span & { readonly type: "null" };

/** Text that is not JSON, or JSON that no policy may be. */
export class JsonError extends Error {
  readonly code: PolicySyntaxCode;
  readonly offset: number;
  constructor(code: PolicySyntaxCode, message: string, offset: number) {
    super(message);
    this.code = code;
    this.offset = offset;
  }
}

// A statement's condition values stand six levels deep; nothing AWS accepts is deeper.
const MAXIMUM_DEPTH = 32;
// Eight times what the IAM API takes: some of AWS's own managed policies are longer than that.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html (PolicyDocument)
const MAXIMUM_LENGTH = 8 * 131_072;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them bare in strings
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y;
const WHITE_SPACE = /[ \t\n\r]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/**
 * Reads RFC 8259 JSON and keeps where everything stands. Stricter than `JSON.parse` in what matters to a
 * policy: no key twice in an object, a depth limit, a length limit; `__proto__` is a key like any other, as
 * objects are lists of members. Time is linear in the text. Throws {@link JsonError}.
 */
export const readJson = (source: string): JsonNode => {
  if (source.length > MAXIMUM_LENGTH)
    throw new JsonError("TooLong", `a policy has at most ${MAXIMUM_LENGTH} characters`, MAXIMUM_LENGTH);
  const reader = new JsonReader(source);
  return reader.document();
};

class JsonReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  document(): JsonNode {
    const value = this.#value(0);
    this.#skipWhiteSpace();
    if (this.#at < this.#source.length) this.#fail("the end of the document");
    return value;
  }

  #value(depth: number): JsonNode {
    this.#skipWhiteSpace();
    const start = this.#at;
    switch (this.#source[start]) {
      case "{":
        return this.#object(depth + 1);
      case "[":
        return this.#array(depth + 1);
      case '"':
        return { type: "string", value: this.#string(), start, end: this.#at };
      case "t":
        this.#word("true");
        return { type: "boolean", value: true, start, end: this.#at };
      case "f":
        this.#word("false");
        return { type: "boolean", value: false, start, end: this.#at };
      case "n":
        this.#word("null");
        return { type: "null", start, end: this.#at };
      default:
        return this.#number();
    }
  }

  #object(depth: number): JsonObject {
    const start = this.#open(depth);
    const members: JsonMember[] = [];
    const keys = new Set<string>();
    if (this.#closes("}")) return { type: "object", members, start, end: this.#at };
    do {
      this.#skipWhiteSpace();
      const keyStart = this.#at;
      if (this.#source[keyStart] !== '"') this.#fail("a key in double quotes");
      const key = this.#string();
      if (keys.has(key))
        throw new JsonError("DuplicateKey", `the key ${JSON.stringify(key)} stands twice`, keyStart);
      keys.add(key);
      this.#skipWhiteSpace();
      this.#word(":");
      members.push({ key, keyStart, value: this.#value(depth) });
    } while (this.#continues("}"));
    return { type: "object", members, start, end: this.#at };
  }

  #array(depth: number): JsonArray {
    const start = this.#open(depth);
    const items: JsonNode[] = [];
    if (this.#closes("]")) return { type: "array", items, start, end: this.#at };
    do items.push(this.#value(depth));
    while (this.#continues("]"));
    return { type: "array", items, start, end: this.#at };
  }

  #open(depth: number): number {
    if (depth > MAXIMUM_DEPTH)
      throw new JsonError("TooDeep", `nested deeper than ${MAXIMUM_DEPTH} levels`, this.#at);
    return this.#at++;
  }

  #closes(bracket: string): boolean {
    this.#skipWhiteSpace();
    if (this.#source[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  #continues(bracket: string): boolean {
    if (this.#closes(bracket)) return false;
    if (this.#source[this.#at] !== ",") this.#fail(`"," or "${bracket}"`);
    this.#at++;
    return true;
  }

  #string(): string {
    const start = this.#at++;
    let text = "";
    for (;;) {
      text += this.#match(PLAIN_TEXT);
      const next = this.#source[this.#at];
      if (next === '"') {
        this.#at++;
        return text;
      }
      if (next === "\\") text += this.#escape();
      else if (next === undefined) throw new JsonError("InvalidJson", "a string is not closed", start);
      else this.#fail("no control character in a string");
    }
  }

  #escape(): string {
    const letter = this.#source[this.#at + 1] ?? "";
    if (letter === "u") {
      const digits = this.#source.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#fail("four hexadecimal digits after \\u");
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const character = ESCAPES.get(letter);
    if (character === undefined) this.#fail("an escape that JSON knows");
    this.#at += 2;
    return character;
  }

  #number(): JsonNumber {
    const start = this.#at;
    const text = this.#match(NUMBER);
    if (text === "") this.#fail("a value");
    return { type: "number", text, start, end: this.#at };
  }

  #word(word: string): void {
    if (!this.#source.startsWith(word, this.#at)) this.#fail(`"${word}"`);
    this.#at += word.length;
  }

  #skipWhiteSpace(): void {
    const code = this.#source.charCodeAt(this.#at);
    if (code === 32 || (code >= 9 && code <= 13)) this.#match(WHITE_SPACE);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#source)?.[0] ?? "";
    this.#at += text.length;
    return text;
  }

  #fail(expected: string): never {
    const seen = this.#at < this.#source.length ? JSON.stringify(this.#source[this.#at]) : "the end";
    throw new JsonError("InvalidJson", `expected ${expected}, found ${seen}`, this.#at);
  }
}
