import type { World } from "../../world.ts";
import { neighboursFolder, openNeighbours } from "./neighbours.ts";
import { redirectTaskEndpoint } from "./redirect.ts";
import { createSwitchboard, type Switchboard, TASK_ENDPOINT_PORT } from "./switchboard.ts";

/** This process's share in 169.254.170.2. */
export type TaskAddress = {
  /** Makes the address lead to an endpoint of this process, in place of the one before. */
  readonly leadTo: (endpointPort: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Makes 169.254.170.2 lead to the task endpoints of this machine's agents, this process's among them. Nothing
 * is opened before the first endpoint is named.
 */
export const createTaskAddress = (settings: {
  readonly world: World;
  readonly logger: (line: string) => void;
}): TaskAddress => {
  let switchboard: Switchboard | undefined;
  return {
    leadTo: async (endpointPort) => {
      switchboard ??= createSwitchboard({ neighbours: openNeighbours(neighboursFolder()), ...settings });
      switchboard.serve(endpointPort);
      await redirectTaskEndpoint({ port: TASK_ENDPOINT_PORT, logger: settings.logger });
    },
    close: async () => switchboard?.close(),
  };
};
