/** How much of its beginning the most alike of `wanted` shares with `seen`, from 0 to 1. */
export const likeness = (wanted: readonly string[], seen: string): number => {
  let best = 0;
  for (const text of wanted) {
    const like = commonStart(text, seen) / Math.max(text.length, seen.length, 1);
    if (like > best) best = like;
  }
  return best;
};

const commonStart = (one: string, other: string): number => {
  const end = Math.min(one.length, other.length);
  let length = 0;
  while (length < end && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
};
