import { type OperatorFamily, testReadings } from "./value-test.ts";

/** `BinaryEquals`: both sides are base64; the bytes they stand for are compared. */
export const binaryEquals: OperatorFamily = (values) =>
  testReadings(values, readBase64, (seen, wanted) => seen === wanted);

/** The bytes as one character each, or undefined when `text` is not base64. */
const readBase64 = (text: string): string | undefined => {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
};
