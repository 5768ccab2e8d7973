/** An address as four 32-bit words; IPv4 stands at the end, as in `::ffff:0:0/96`. */
type Address = readonly [number, number, number, number];
/** Addresses that share their first `prefix` bits (of 128). */
export type IpRange = { readonly address: Address; readonly prefix: number; readonly version: 4 | 6 };

const PREFIX = /^\d{1,3}$/;
const DOT = 0x2e;
const DIGIT_0 = 0x30;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

/** Reads an IPv4 or IPv6 address, with or without `/prefix`; undefined when `text` is neither. */
export const readIpRange = (text: string): IpRange | undefined => {
  // What a request has is one address, mostly of this kind.
  const single = readV4(text);
  if (single !== undefined) return { address: single, prefix: 128, version: 4 };
  const [written = "", prefixText, extra] = text.trim().split("/");
  if (extra !== undefined) return undefined;
  const version = written.includes(":") ? 6 : 4;
  const address = version === 6 ? readV6(written) : readV4(written);
  if (address === undefined) return undefined;
  const bits = version === 6 ? 128 : 32;
  if (prefixText !== undefined && !PREFIX.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? bits : Number(prefixText);
  if (prefix > bits) return undefined;
  const range = { address, prefix: prefix + 128 - bits, version } as const;
  return isMapped(range) ? { ...range, version: 4 } : range;
};

/** Whether `range` holds every address of `inner`; an IPv6 range holds no IPv4 address, not even `::/0`. */
export const holdsRange = (range: IpRange, inner: IpRange): boolean => {
  if (range.version !== inner.version || inner.prefix < range.prefix) return false;
  for (let word = 0; word < 4; word++) {
    const bits = Math.min(32, Math.max(0, range.prefix - word * 32));
    if (bits === 0) return true;
    const mask = bits === 32 ? -1 : ~(-1 >>> bits);
    // INVARIANT: an address has four words
    if ((range.address[word]! & mask) !== (inner.address[word]! & mask)) return false;
  }
  return true;
};

// An IPv4 address that arrived over an IPv6 socket is still that IPv4 address.
const isMapped = ({ address, prefix, version }: IpRange): boolean =>
  version === 6 && prefix >= 96 && address[0] === 0 && address[1] === 0 && address[2] === 0xffff;

const readV4 = (text: string): Address | undefined => {
  let word = 0;
  let octet = -1;
  let dots = 0;
  if (text.length > 15) return undefined;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (octet === -1 || ++dots > 3) return undefined;
      word = (word << 8) | octet;
      octet = -1;
    } else {
      // No octet begins with a zero that is not all of it: some take such a one for octal.
      if (code < DIGIT_0 || code > DIGIT_0 + 9 || octet === 0) return undefined;
      octet = (octet === -1 ? 0 : octet * 10) + code - DIGIT_0;
      if (octet > 255) return undefined;
    }
  }
  return dots === 3 && octet !== -1 ? [0, 0, 0xffff, (word << 8) | octet] : undefined;
};

const readV6 = (text: string): Address | undefined => {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(readGroups);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])];
  const word = (at: number): number => ((groups[at] ?? 0) << 16) | (groups[at + 1] ?? 0);
  return [word(0), word(2), word(4), word(6)];
};

const readGroups = (text: string): readonly number[] | undefined => {
  if (text === "") return [];
  const written = text.split(":");
  const last = written.at(-1) ?? "";
  const groups: number[] = [];
  for (const group of last.includes(".") ? written.slice(0, -1) : written) {
    if (!GROUP.test(group)) return undefined;
    groups.push(Number.parseInt(group, 16));
  }
  if (!last.includes(".")) return groups;
  const v4 = readV4(last)?.[3];
  return v4 === undefined ? undefined : [...groups, v4 >>> 16, v4 & 0xffff];
};
