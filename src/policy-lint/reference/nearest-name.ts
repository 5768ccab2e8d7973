/**
 * The name that differs from `wanted` in the fewest characters, letter case aside; undefined when none is near
 * enough to be a slip of the pen (a third of the characters, at most four).
 */
export const nearestName = (wanted: string, names: Iterable<string>): string | undefined => {
  const text = wanted.toLowerCase().slice(0, 128);
  const most = Math.min(4, Math.max(1, Math.floor(text.length / 3)));
  let best: string | undefined;
  let least = most + 1;
  for (const name of names) {
    if (Math.abs(name.length - text.length) >= least) continue;
    const distance = distanceBetween(text, name.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
};

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); `limit` when not fewer. */
const distanceBetween = (one: string, other: string, limit: number): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    let least = row;
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1];
      // INVARIANT: both rows reach up to other.length
      let cost = Math.min(last[at]! + 1, current[at - 1]! + 1, last[at - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      if (swapped) cost = Math.min(cost, beforeLast[at - 2]! + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    beforeLast = last;
    last = current;
  }
  // INVARIANT: as above
  return last[other.length]!;
};
