/** Puts colours and weights around text for a terminal, or leaves it alone. */
export type Paint = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly wanted: (text: string) => string;
};

const ESCAPE = "\u001b[";
const sequence =
  (code: number) =>
  (text: string): string =>
    `${ESCAPE}${code}m${text}${ESCAPE}0m`;
const plain = (text: string): string => text;

/** The {@link Paint} for a terminal with colour, or for everything else. */
export const paintFor = (color: boolean): Paint =>
  color
    ? { bold: sequence(1), dim: sequence(2), good: sequence(32), bad: sequence(31), wanted: sequence(33) }
    : { bold: plain, dim: plain, good: plain, bad: plain, wanted: plain };

/** `text` without control characters: names come from others, and a terminal obeys what it is sent. */
export const printable = (text: string): string => text.replaceAll(/\p{Cc}|\p{Cf}/gu, "\uFFFD");
