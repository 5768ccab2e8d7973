import type { Position } from "../types.ts";

/**
 * Turns offsets into `source` into lines and columns (both from 1, columns in UTF-16 code units). Reads the
 * source once; each lookup after that is a binary search.
 */
export const positionsIn = (source: string): ((offset: number) => Position) => {
  const lineStarts: number[] = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      // INVARIANT: 0 <= middle < lineStarts.length
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - lineStarts[low]! + 1 };
  };
};
