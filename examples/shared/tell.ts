import type { LogEntry } from "./voyage.ts";

/** Tells a story on the terminal, and at its end how much of it was as expected; the exit code is 1 if not all was. */
export const tell = async (
  story: (print: (text: string) => void) => Promise<readonly LogEntry[]>,
): Promise<void> => {
  const log = await story((text) => process.stdout.write(`${text}\n`));
  const wrong = log.filter((entry) => !entry.asExpected);
  process.stdout.write(`\n${log.length - wrong.length} of ${log.length} as expected\n`);
  for (const { step, what } of wrong) process.stdout.write(`not as expected, in "${step}": ${what}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
};
