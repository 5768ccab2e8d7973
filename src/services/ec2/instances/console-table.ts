import { defineTable } from "../../../state/index.ts";

/** What an instance wrote to its console: boot lines, then the log of its container agent. */
export type ConsoleRow = {
  readonly instanceId: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
};

/** The consoles, by instance. */
export const consoleTable = defineTable<ConsoleRow>()({
  name: "ec2.consoles",
  key: (row) => row.instanceId,
  indexes: {},
});

/** GetConsoleOutput shows the last 64 KiB. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html */
export const CONSOLE_LIMIT = 64 * 1024;

/** The end of `text` that fits the console, cut at the start of a line. */
export const consoleTail = (text: string): string => {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= CONSOLE_LIMIT) return text;
  const tail = bytes.subarray(bytes.length - CONSOLE_LIMIT);
  const newline = tail.indexOf(10);
  return tail.subarray(newline + 1).toString("utf8");
};
