import { execFileSync } from "node:child_process";

/** Kills a container by the id that DescribeTasks tells, without a warning. */
export const killContainer = (runtimeId: string): void => {
  execFileSync("docker", ["kill", runtimeId], { stdio: "pipe" });
};
