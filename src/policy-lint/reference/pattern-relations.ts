import {
  ANY_CHARACTER,
  ANY_CHARACTER_IN_PART,
  ANY_TEXT,
  ANY_TEXT_IN_PART,
} from "../../authorization/matching/pattern.ts";

// The relations are tables of pattern length × pattern length; longer texts are taken as unrelated.
const LONGEST = 2048;

const isText = (symbol: string | undefined): boolean => symbol === ANY_TEXT || symbol === ANY_TEXT_IN_PART;

/**
 * Whether some text matches both patterns. The texts are those of the engine, whose wildcards are noncharacters.
 */
export const overlap = (one: string, other: string): boolean => {
  if (one === other || one === ANY_TEXT || other === ANY_TEXT) return true;
  if (one.length > LONGEST || other.length > LONGEST) return true;
  let row = new Uint8Array(other.length + 1);
  // From the end: next[at] tells whether the rests one[index+1…] and other[at…] overlap.
  let next = new Uint8Array(other.length + 1);
  for (let index = one.length; index >= 0; index--) {
    for (let at = other.length; at >= 0; at--) {
      const left = one[index];
      const right = other[at];
      let possible = left === undefined && right === undefined;
      if (!possible && isText(left))
        possible = next[at] === 1 || (right !== undefined && passes(left, right) && row[at + 1] === 1);
      if (!possible && isText(right))
        possible = row[at + 1] === 1 || (left !== undefined && passes(right, left) && next[at] === 1);
      if (!possible && left !== undefined && right !== undefined && !isText(left) && !isText(right))
        possible = meet(left, right) && next[at + 1] === 1;
      row[at] = possible ? 1 : 0;
    }
    [row, next] = [next, row];
  }
  return next[0] === 1;
};

// Whether a text wildcard may swallow what one symbol of the other pattern stands for.
const passes = (wildcard: string | undefined, symbol: string): boolean =>
  wildcard === ANY_TEXT || symbol !== ":";

const meet = (left: string, right: string): boolean => {
  if (left === right) return true;
  return fits(left, right) || fits(right, left);
};

const fits = (wildcard: string, symbol: string): boolean =>
  wildcard === ANY_CHARACTER || (wildcard === ANY_CHARACTER_IN_PART && symbol !== ":");

/** Whether every text that matches `narrow` matches `wide` too. May say no where a cleverer proof would say yes. */
export const covers = (wide: string, narrow: string): boolean => {
  if (wide === narrow || wide === ANY_TEXT) return true;
  if (wide.length > LONGEST || narrow.length > LONGEST) return false;
  let reached = new Uint8Array(narrow.length + 1);
  let next = new Uint8Array(narrow.length + 1);
  reached[0] = 1;
  for (const symbol of wide) {
    next.fill(0);
    if (isText(symbol)) {
      let open = false;
      for (let at = 0; at <= narrow.length; at++) {
        if (at > 0 && open && !absorbs(symbol, narrow[at - 1])) open = false;
        if (reached[at] === 1) open = true;
        if (open) next[at] = 1;
      }
    } else {
      for (let at = 0; at < narrow.length; at++)
        if (reached[at] === 1 && standsFor(symbol, narrow[at])) next[at + 1] = 1;
    }
    [reached, next] = [next, reached];
  }
  return reached[narrow.length] === 1;
};

const absorbs = (wildcard: string, symbol: string | undefined): boolean =>
  wildcard === ANY_TEXT || (symbol !== ":" && symbol !== ANY_TEXT && symbol !== ANY_CHARACTER);

const standsFor = (symbol: string, other: string | undefined): boolean => {
  if (other === undefined || isText(other)) return false;
  if (symbol === other || symbol === ANY_CHARACTER) return true;
  return symbol === ANY_CHARACTER_IN_PART && other !== ":" && other !== ANY_CHARACTER;
};
