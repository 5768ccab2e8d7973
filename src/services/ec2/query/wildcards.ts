type Piece = string | "any" | "many";

/** A pattern's pieces: characters in brackets of their own, so that none of them is taken for a wildcard. */
const pieces = (pattern: string): Piece[] => {
  const result: Piece[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? "";
    if (char === "*") result.push("many");
    else if (char === "?") result.push("any");
    else if (char === "\\" && at + 1 < pattern.length) {
      at += 1;
      result.push(`=${pattern[at]}`);
    } else result.push(`=${char}`);
  }
  return result;
};

/**
 * Compiles a filter value: it matches as a whole, in the letter case given; `*` stands for any number of
 * characters, `?` for one, and `\` takes their meaning. Takes time in the product of both lengths at worst.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export const wildcard = (pattern: string): ((text: string) => boolean) => {
  if (!/[*?\\]/.test(pattern)) return (text) => text === pattern;
  const wanted = pieces(pattern);
  return (text) => {
    let at = 0;
    let piece = 0;
    /** Where the last `*` stands, and how much of the text it has taken. */
    let star = -1;
    let taken = 0;
    while (at < text.length) {
      const next = wanted[piece];
      if (next === "many") {
        star = piece;
        taken = at;
        piece += 1;
      } else if (next === "any" || next === `=${text[at]}`) {
        at += 1;
        piece += 1;
      } else if (star >= 0) {
        taken += 1;
        at = taken;
        piece = star + 1;
      } else return false;
    }
    while (wanted[piece] === "many") piece += 1;
    return piece === wanted.length;
  };
};
