import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * What V8 is allowed, below the limit with room for the rest. A young generation of 16 MB copies too often, and marking
 * gigabytes bit by bit, while they change, took a third of the time: it is done at once, and not before 3 GB are in use.
 */
const FLAGS = [
  "--max-old-space-size=6800",
  "--initial-old-space-size=3000",
  "--no-incremental-marking",
  "--max-semi-space-size=64",
];

/** Two million tasks, in a process of its own: its memory and its limits are the figure. */
const { status } = spawnSync(
  process.execPath,
  [...FLAGS, fileURLToPath(new URL("./two-million-tasks/run.ts", import.meta.url)), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exitCode = status ?? 1;
