/** The same text in a regular expression, with everything but letters and digits as numbers. */
const literalRegex = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");

/**
 * A pattern of a rule as a regular expression: `*` stands for any characters, `?` for exactly one. What comes behind it
 * must fix where it ends. What is found between two asterisks is kept, as the first place where it fits is as good as
 * any: otherwise long texts that clients make up could hold HAProxy up until its watchdog ends it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 *
 * @param any what one character may be
 */
export const wildcardRegex = (pattern: string, any = "."): string => {
  const [first = "", ...more] = pattern.split("*").map((part) => part.split("?").map(literalRegex).join(any));
  const last = more.pop();
  if (last === undefined) return first;
  const between = more.filter((part) => part !== "").map((part) => `(?>${any}*?${part})`);
  return [first, ...between, `${any}*${last}`].join("");
};

/** How much an expression may try before it counts as not matching. https://www.pcre.org/current/doc/html/pcre2pattern.html#SEC2 */
const PATIENCE = 20_000;

/** An expression that may only try so much, whatever it is and whatever text it gets. */
export const patientRegex = (regex: string): string => `(*LIMIT_MATCH=${PATIENCE})${regex}`;

/** An expression that somebody wrote, in printable ASCII: other characters become numbers. */
export const portableRegex = (regex: string): string =>
  [...Buffer.from(regex.replaceAll("\\'", "'"))]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x27
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, "0")}`,
    )
    .join("");
