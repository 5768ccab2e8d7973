import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Load, type LoadResult, runLoad } from "./raw-client.ts";

const file = fileURLToPath(import.meta.url);

/** Runs a load in a process of its own, so that client and server each have a core. */
export const loadFromOutside = (load: Load): Promise<LoadResult> =>
  new Promise((resolve, reject) => {
    const child = fork(file, ["--load"], { serialization: "advanced" });
    child.once("message", (result) => {
      resolve(result as LoadResult);
      child.disconnect();
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code !== 0) reject(new Error(`the load client ended with ${code}`));
    });
    child.send(load);
  });

if (process.argv[2] === "--load") {
  process.once("message", async (load: Load) => {
    process.send?.(await runLoad(load));
  });
}
