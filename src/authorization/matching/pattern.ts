/**
 * Wildcards inside a pattern's text. They are noncharacters (U+FDD0…), so that after substitution a `*` or `?`
 * that came out of a policy variable, or of `${*}`, is an ordinary character.
 */
export const ANY_TEXT = "\uFDD0";
/** Any one character. */
export const ANY_CHARACTER = "\uFDD1";
/** Any text without a colon. */
export const ANY_TEXT_IN_PART = "\uFDD2";
/** Any one character but a colon. */
export const ANY_CHARACTER_IN_PART = "\uFDD3";

const ANY_TEXT_CODE = 0xfdd0;
const ANY_CHARACTER_CODE = 0xfdd1;
const ANY_TEXT_IN_PART_CODE = 0xfdd2;
const ANY_CHARACTER_IN_PART_CODE = 0xfdd3;
const COLON_CODE = 0x3a;
const WILDCARDS = /[\uFDD0-\uFDD3]/;
const WILDCARDS_IN_PART = /[\uFDD2\uFDD3]/;

/** Whether `text` holds one of the noncharacters above, and so can stand neither in a policy nor in a value. */
export const holdsWildcard = (text: string): boolean => WILDCARDS.test(text);

/**
 * How a pattern is matched; the cheap forms are told apart once, when the policy is compiled. A pattern of `pieces`
 * is one whose only wildcard is `*`: `text` is what stands before the first, `last` what stands after the last.
 */
export type Pattern = {
  readonly form: "any" | "exact" | "prefix" | "pieces" | "wild" | "partwise";
  readonly text: string;
  readonly middle: readonly string[];
  readonly last: string;
};

const NONE: readonly string[] = [];

/** Prepares a pattern in which wildcards have been replaced by the noncharacters above. */
export const compilePattern = (text: string): Pattern => {
  if (!WILDCARDS.test(text)) return { form: "exact", text, middle: NONE, last: "" };
  if (WILDCARDS_IN_PART.test(text)) return { form: "partwise", text, middle: NONE, last: "" };
  if (text.includes(ANY_CHARACTER)) return { form: "wild", text, middle: NONE, last: "" };
  const pieces = text.split(ANY_TEXT);
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  const middle = pieces.slice(1, -1).filter((piece) => piece !== "");
  if (middle.length > 0 || last !== "") return { form: "pieces", text: first, middle, last };
  return { form: first === "" ? "any" : "prefix", text: first, middle: NONE, last: "" };
};

/** Whether the whole of `value` matches. Case-sensitive. Never worse than pattern length × value length. */
export const matchesPattern = (pattern: Pattern, value: string): boolean => {
  switch (pattern.form) {
    case "exact":
      return value === pattern.text;
    case "prefix":
      return beginsWith(value, pattern.text);
    case "pieces":
      return matchesPieces(pattern, value);
    case "any":
      return true;
    case "wild":
      return matchesWild(pattern.text, value);
    case "partwise":
      return matchesPartwise(pattern.text, value);
  }
};

// From the back: ARNs share their beginnings, so that most of those that differ are told apart at once.
const beginsWith = (value: string, start: string): boolean => {
  if (value.length < start.length) return false;
  for (let at = start.length - 1; at >= 0; at--)
    if (value.charCodeAt(at) !== start.charCodeAt(at)) return false;
  return true;
};

// The first place where a piece fits leaves most room for those after it.
const matchesPieces = ({ text, middle, last }: Pattern, value: string): boolean => {
  const end = value.length - last.length;
  if (end < text.length || !beginsWith(value, text)) return false;
  if (last !== "" && !value.endsWith(last)) return false;
  let at = text.length;
  for (const piece of middle) {
    const found = value.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= end;
};

/** Only the last `*` is ever retried: whatever an earlier one could give up, the later one can take as well. */
const matchesWild = (pattern: string, value: string): boolean => {
  let at = 0;
  let seen = 0;
  let star = -1;
  let retry = 0;
  while (seen < value.length) {
    const code = at < pattern.length ? pattern.charCodeAt(at) : -1;
    if (code === ANY_TEXT_CODE) {
      star = at++;
      retry = seen;
    } else if (code === ANY_CHARACTER_CODE || code === value.charCodeAt(seen)) {
      at++;
      seen++;
    } else if (star !== -1) {
      at = star + 1;
      seen = ++retry;
    } else return false;
  }
  while (at < pattern.length && pattern.charCodeAt(at) === ANY_TEXT_CODE) at++;
  return at === pattern.length;
};

/**
 * Patterns with a wildcard that stops at colons: the shortcut above does not hold for them, so all positions
 * that the pattern can have reached are followed at once.
 */
const matchesPartwise = (pattern: string, value: string): boolean => {
  let reached = new Uint8Array(value.length + 1);
  let next = new Uint8Array(value.length + 1);
  reached[0] = 1;
  for (let at = 0; at < pattern.length; at++) {
    const code = pattern.charCodeAt(at);
    next.fill(0);
    if (code === ANY_TEXT_CODE || code === ANY_TEXT_IN_PART_CODE) {
      let open = false;
      for (let seen = 0; seen <= value.length; seen++) {
        if (code === ANY_TEXT_IN_PART_CODE && seen > 0 && value.charCodeAt(seen - 1) === COLON_CODE)
          open = false;
        if (reached[seen] === 1) open = true;
        if (open) next[seen] = 1;
      }
    } else {
      for (let seen = 0; seen < value.length; seen++) {
        if (reached[seen] !== 1) continue;
        const character = value.charCodeAt(seen);
        const fits =
          code === character ||
          code === ANY_CHARACTER_CODE ||
          (code === ANY_CHARACTER_IN_PART_CODE && character !== COLON_CODE);
        if (fits) next[seen + 1] = 1;
      }
    }
    [reached, next] = [next, reached];
  }
  return reached[value.length] === 1;
};
