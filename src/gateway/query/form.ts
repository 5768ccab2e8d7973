import { isUtf8 } from "node:buffer";
import { AwsError } from "../../operation/index.ts";

/**
 * The parameters of a Query request as the tree that their dotted names make: `Tags.member.1.Key=a` is
 * `Tags` → `member` → `1` → `Key`.
 */
export type FormNode = { value: string | undefined; children: Map<string, FormNode> | undefined };

// Why bounded: names make nodes, and a hostile body could make millions.
const MOST_PARAMETERS = 10_000;
const DEEPEST_NAME = 24;

const malformed = (text: string): AwsError => new AwsError("MalformedQueryString", text);

const decode = (text: string): string => {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw malformed("A parameter is not percent-encoded UTF-8");
  }
};

const insert = (root: FormNode, name: string, value: string): void => {
  const steps = name.split(".");
  if (steps.length > DEEPEST_NAME) throw malformed("A parameter's name is too deeply nested");
  let node = root;
  for (const step of steps) {
    node.children ??= new Map();
    let next = node.children.get(step);
    if (next === undefined) {
      next = { value: undefined, children: undefined };
      node.children.set(step, next);
    }
    node = next;
  }
  if (node.value !== undefined) throw malformed(`The parameter ${name.slice(0, 128)} is given twice`);
  node.value = value;
};

/**
 * Parses `application/x-www-form-urlencoded` texts into one tree. The signature's own parameters (`X-Amz-…`)
 * are left out. Throws AwsError for what is malformed, too much, or given twice.
 */
export const parseForm = (texts: readonly string[]): FormNode => {
  const root: FormNode = { value: undefined, children: undefined };
  let count = 0;
  for (const text of texts) {
    for (const part of text === "" ? [] : text.split("&")) {
      if (part === "") continue;
      count += 1;
      if (count > MOST_PARAMETERS) throw malformed("The request has too many parameters");
      const equals = part.indexOf("=");
      const name = decode(equals < 0 ? part : part.slice(0, equals));
      if (!name.startsWith("X-Amz-")) insert(root, name, equals < 0 ? "" : decode(part.slice(equals + 1)));
    }
  }
  return root;
};

/** The text of a form-encoded body. */
export const formText = (body: Uint8Array): string => {
  if (!isUtf8(body)) throw malformed("The request's body is not UTF-8");
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8").trim();
};
