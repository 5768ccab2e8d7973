import { createServer } from "node:net";
import type { World } from "../../world.ts";
import { portRange } from "./container-body.ts";
import type { PayloadContainer } from "./payload-task.ts";
import { TaskError } from "./reasons.ts";

/** Picks contiguous host ports for `containerPortRange` mappings. */
export type RangePorts = (container: PayloadContainer) => Promise<ReadonlyMap<string, number>>;

const dynamic = { first: 32_768, last: 60_999 };
const tries = 50;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "0.0.0.0", () => server.close(() => resolve(true)));
  });

const allFree = async (start: number, length: number): Promise<boolean> => {
  for (let port = start; port < start + length; port += 1) if (!(await isFree(port))) return false;
  return true;
};

/** Picks at random in the dynamic port range and checks that nobody listens there. */
export const createRangePorts =
  (world: World): RangePorts =>
  async (container) => {
    const picked = new Map<string, number>();
    for (const { containerPortRange, protocol } of container.portMappings) {
      if (containerPortRange === undefined) continue;
      const { first, last } = portRange(containerPortRange);
      const length = last - first + 1;
      let start: number | undefined;
      for (let attempt = 0; attempt < tries && start === undefined; attempt += 1) {
        const candidate =
          dynamic.first + Math.floor(world.random() * (dynamic.last - dynamic.first - length));
        if (await allFree(candidate, length)) start = candidate;
      }
      if (start === undefined)
        throw new TaskError(
          "HostConfigError",
          `no ${length} contiguous host ports are free for ${containerPortRange}`,
        );
      picked.set(`${containerPortRange}/${protocol}`, start);
    }
    return picked;
  };
