import type { AuthorizationRequest } from "../../src/authorization/types.ts";

/** One question, put to one engine. */
export type Ask = (request: AuthorizationRequest) => unknown;

/** Processor time of this process, in seconds. */
export const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/**
 * Decisions in a second of processor time (other work on the machine would only blur the clock): the best of five
 * rounds, in which those that are to be compared take turns.
 */
export const ratesOf = (
  requests: readonly AuthorizationRequest[],
  seconds: number,
  asks: readonly Ask[],
): readonly number[] => {
  const best = asks.map(() => 0);
  for (let round = 0; round < 5; round++)
    asks.forEach((ask, at) => {
      const start = cpuSeconds();
      let done = 0;
      for (; cpuSeconds() - start < seconds; done += requests.length)
        for (const request of requests) ask(request);
      best[at] = Math.max(best[at] ?? 0, done / (cpuSeconds() - start));
    });
  return best;
};

/** Prints one rate, and how it compares. */
export const show = (name: string, rate: number, ratio = ""): void =>
  console.log(`${name.padEnd(52)} ${Math.round(rate).toLocaleString("en-US").padStart(12)}/s  ${ratio}`);
/** How many times as fast. */
export const times = (one: number, other: number): string =>
  `${(one / other).toFixed(one / other < 10 ? 2 : 0)} ×`;
