/** The same text in a regular expression, with everything but letters and digits as numbers. */
export const literalRegex = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");

/**
 * A pattern of a rule as a regular expression, without anchors: `*` stands for any characters, `?` for exactly one.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 *
 * @param any what one character may be
 */
export const wildcardRegex = (pattern: string, any = "."): string =>
  pattern
    .split(/([*?])/)
    .map((part) => (part === "*" ? `${any}*` : part === "?" ? any : literalRegex(part)))
    .join("");

/** An expression that somebody wrote, in printable ASCII: other characters become numbers. */
export const portableRegex = (regex: string): string =>
  [...Buffer.from(regex.replaceAll("\\'", "'"))]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x27
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, "0")}`,
    )
    .join("");
