import { spawn, spawnSync } from "node:child_process";

/**
 * Runs a program to its end. Its output goes line by line to `onLine` and is thrown, whole, when the program
 * fails: nobody has to read it when all is well.
 */
export const run = (program, args, { onLine = () => {}, ...options } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const take = (chunk) => {
      output += chunk;
      const lines = String(chunk).split("\n").filter(Boolean);
      if (lines.length > 0) onLine(lines.at(-1));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("error", (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} ${args.join(" ")} ended with ${signal ?? code}:\n${output.trim()}`));
    });
  });

/** Whether `program` is on the PATH. */
export const has = (program) =>
  spawnSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" }).status === 0;
