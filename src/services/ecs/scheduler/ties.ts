import type { Standing } from "./standing.ts";

/** Instances that are equally good, in the order in which they came to the cluster. */
export class Ties {
  readonly standings: Standing[] = [];

  get empty(): boolean {
    return this.standings.length === 0;
  }

  add(standing: Standing): void {
    this.standings.splice(this.countBefore(standing.sequence), 0, standing);
  }

  remove(standing: Standing): void {
    const place = this.countBefore(standing.sequence);
    if (this.standings[place] === standing) this.standings.splice(place, 1);
  }

  /** How many came before a sequence number. */
  countBefore(sequence: number): number {
    let [low, high] = [0, this.standings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.standings[middle]?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One of all the equals, by one random number; none is drawn where there is no choice. */
export const pick = (groups: readonly Ties[], random: () => number): Standing | undefined => {
  let count = 0;
  for (const { standings } of groups) count += standings.length;
  return nth(groups, count <= 1 ? 0 : Math.floor(random() * count));
};

/** The instance at a place among all groups, as if they were one list in the order of the sequences. */
const nth = (groups: readonly Ties[], place: number): Standing | undefined => {
  const [first, ...others] = groups;
  if (others.length === 0) return first?.standings[place];
  let low = 0;
  let high = groups.reduce((last, { standings }) => Math.max(last, standings.at(-1)?.sequence ?? 0), 0);
  while (low < high) {
    // Why not a shift: sequences only ever grow, and may have grown past 31 bits.
    const middle = Math.floor((low + high) / 2);
    const count = groups.reduce((sum, group) => sum + group.countBefore(middle + 1), 0);
    if (count > place) high = middle;
    else low = middle + 1;
  }
  for (const group of groups) {
    const standing = group.standings[group.countBefore(low)];
    if (standing?.sequence === low) return standing;
  }
  return undefined;
};
