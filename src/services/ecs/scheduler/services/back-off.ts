const SECOND = 1000;
const LONGEST = 27 * 60 * SECOND;
const FIRST = 10 * SECOND;

/** How many rounds of tasks may fail before the scheduler slows down. */
const FREE_ROUNDS = 3;

/**
 * How long to wait before the next task after so many in a row that never ran, in milliseconds: at first not at
 * all, then longer each time, at most 27 minutes. Tasks that are started together fail together, so a round is as
 * many failures as tasks are desired.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
export const backOff = (failures: number, desiredCount: number): number => {
  const rounds = Math.floor(failures / Math.max(1, desiredCount));
  if (rounds < FREE_ROUNDS) return 0;
  return Math.min(LONGEST, FIRST * 2 ** Math.min(20, rounds - FREE_ROUNDS));
};
