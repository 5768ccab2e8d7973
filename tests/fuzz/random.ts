/** Choices that a seed decides, so that a failure can be had again. */
export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number from 0, below `limit`. */
  readonly below: (limit: number) => number;
  /** Whether something that happens once in `times` happens now. */
  readonly oneIn: (times: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
};

/** Marsaglia's xorshift with 32 bits: short, and good enough to choose mutations. https://doi.org/10.18637/jss.v008.i14 */
export const seededRandom = (seed: number): Random => {
  let state = seed >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  // The first numbers of small seeds are alike.
  for (let round = 0; round < 20; round += 1) next();
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    oneIn: (times) => below(times) === 0,
    pick: <T>(choices: readonly T[]): T => {
      if (choices.length === 0) throw new Error("nothing to choose from");
      // INVARIANT: below(length) is an index of the list.
      return choices[below(choices.length)]!;
    },
  };
};
