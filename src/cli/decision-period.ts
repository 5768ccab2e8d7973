import { RESOURCE_SCOPES, type ResourceScope } from "../least-privilege/index.ts";
import { CliError } from "./cli-error.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads `--since`: a moment in ISO 8601, or how long ago as `90s`, `30m`, `2h` or `7d`. `now` and the answer are
 * milliseconds since the epoch; 0, the beginning, when nothing is given.
 */
export const sinceMoment = (text: string | undefined, now: number): number => {
  if (text === undefined) return 0;
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const milliseconds = UNITS[unit ?? ""];
  if (amount !== undefined && milliseconds !== undefined) return now - Number(amount) * milliseconds;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new CliError(
      `--since is a moment such as 2026-11-24T18:00:00Z, or how long ago, such as 30m, 2h or 7d; not "${text}"`,
    );
  return at;
};

/** Reads `--resources`. */
export const resourceScope = (text: string): ResourceScope => {
  const scope = RESOURCE_SCOPES.find((known) => known === text);
  if (scope === undefined) throw new CliError(`--resources is exact, family or service; not "${text}"`);
  return scope;
};
