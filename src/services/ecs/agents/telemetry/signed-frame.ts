/** A frame that a TCS client sends: a block of headers that signs the JSON after the empty line. */
export type SignedFrame = {
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes that the signature covers. */
  readonly payload: Buffer;
};

const END_OF_HEADERS = Buffer.from("\r\n\r\n");

/** Headers of a signature are few and short; more is not looked at. */
const LONGEST_HEADERS = 16_384;

/** Takes a frame apart; undefined for one without a block of headers. */
export const readSignedFrame = (frame: Buffer): SignedFrame | undefined => {
  const end = frame.subarray(0, LONGEST_HEADERS).indexOf(END_OF_HEADERS);
  if (end < 0) return undefined;
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of frame.subarray(0, end).toString("latin1").split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) return undefined;
    headers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
  }
  return { headers, payload: frame.subarray(end + END_OF_HEADERS.length) };
};
