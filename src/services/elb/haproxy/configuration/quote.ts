/**
 * One word of HAProxy's configuration, whatever its text holds: between single quotes nothing has a meaning but
 * the quote. What is not printable can't be said in a line and is left out.
 * https://docs.haproxy.org/2.6/configuration.html#2.2
 */
export const quote = (text: string): string => `'${printable(text).replaceAll("'", "'\\''")}'`;

/** The same, where HAProxy would look for variables and expressions behind percent signs. */
export const quoteFormat = (text: string): string => quote(text.replaceAll("%", "%%"));

/** Without control characters, line breaks of all kinds among them. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, "");

/** A URI's text: everything that can't stand in one is percent-encoded; what is encoded already stays. */
export const uriText = (text: string): string =>
  printable(text).replaceAll(/[^\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
      .join(""),
  );
