import { readFileSync } from "node:fs";

const read = (): string => {
  const parsed: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof parsed === "object" && parsed !== null && "version" in parsed
    ? String(parsed.version)
    : "0.0.0";
};

/** The agent's version: what `DescribeContainerInstances` shows as `versionInfo.agentVersion`. */
export const agentVersion = read();

/** Stands where Amazon's agent puts its commit: eight characters that tell whose agent this is. */
export const agentHash = "portreev";

/** The `User-Agent` of the agent's calls, in the form of Amazon's agent. */
export const userAgent = `Portreeve ECS Agent - v${agentVersion} (*${agentHash}) (linux; LINUX)`;
