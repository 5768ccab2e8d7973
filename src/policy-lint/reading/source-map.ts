import type { JsonString } from "../../authorization/language/json.ts";

/** A policy document inside a file, and where each of its characters stands there. */
export type MappedText = {
  readonly text: string;
  /** The offset in the file of an offset in `text`. */
  readonly offsetInFile: (offset: number) => number;
};

/** A document that stands in the file as JSON. */
export const sliceOf = (source: string, start: number, end: number): MappedText => ({
  text: source.slice(start, end),
  offsetInFile: (offset) => start + offset,
});

/**
 * A document that stands in the file as a JSON string, URL-encoded or not (as the IAM API gives it). Undefined when the
 * string is not a JSON object.
 */
export const documentInString = (source: string, node: JsonString): MappedText | undefined => {
  const characters = charactersOf(source, node);
  const decoded = /^\s*%7B/i.test(node.value)
    ? urlDecoded(node.value, characters)
    : { text: node.value, offsets: characters };
  if (decoded === undefined || !/^\s*\{/.test(decoded.text)) return undefined;
  const { text, offsets } = decoded;
  return { text, offsetInFile: (offset) => offsets[offset] ?? node.end };
};

// Where in the file each character of the string's value begins: escapes are longer than what they stand for.
const charactersOf = (source: string, { start, end }: JsonString): readonly number[] => {
  const offsets: number[] = [];
  for (let at = start + 1; at < end - 1; ) {
    offsets.push(at);
    at += source[at] === "\\" ? (source[at + 1] === "u" ? 6 : 2) : 1;
  }
  return offsets;
};

const ENCODED = /%([0-9a-f]{2})/giy;

const urlDecoded = (
  value: string,
  characters: readonly number[],
): { readonly text: string; readonly offsets: readonly number[] } | undefined => {
  let text = "";
  const offsets: number[] = [];
  const bytes: number[] = [];
  let from = 0;
  const flush = (): void => {
    const decoded = new TextDecoder().decode(Uint8Array.from(bytes));
    for (let at = 0; at < decoded.length; at++) offsets.push(characters[from] ?? 0);
    text += decoded;
    bytes.length = 0;
  };
  for (let at = 0; at < value.length; ) {
    ENCODED.lastIndex = at;
    const [, code] = ENCODED.exec(value) ?? [];
    if (code !== undefined) {
      const byte = Number.parseInt(code, 16);
      // The bytes of one character stay together.
      if (bytes.length > 0 && (byte & 0xc0) !== 0x80) flush();
      if (bytes.length === 0) from = at;
      bytes.push(byte);
      at += 3;
      continue;
    }
    if (bytes.length > 0) flush();
    offsets.push(characters[at] ?? 0);
    text += value[at++];
  }
  if (bytes.length > 0) flush();
  return { text, offsets };
};
