import type { Machine } from "../shared/machines.ts";
import type { Containers } from "./containers.ts";
import type { ServiceWatch } from "./service-watch.ts";

/** The names of the story, and the numbers it is about. */
export const CLUSTER = "steady";
export const SERVICE = "web";
export const DESIRED = 6;

/** What the steps share. */
export type Story = {
  /** What was done to the service, for the table at the end. Moments are milliseconds since the epoch. */
  readonly deeds: { readonly at: number; readonly text: string }[];
  /** The ARNs of the task definitions, in the order of their images. */
  definitions: { readonly first: string; readonly broken: string; readonly second: string };
  machines: readonly [Machine, Machine];
  containers: Containers;
  service: ServiceWatch;
};

/** The story before its first step. */
export const opening = (): Story => {
  const nowhere = { instanceId: "", containerInstanceArn: "" };
  return {
    deeds: [],
    definitions: { first: "", broken: "", second: "" },
    machines: [nowhere, nowhere],
    containers: { since: () => ({ fewest: 0, most: 0 }), now: () => 0, close: () => {} },
    service: { mostTasks: () => 0, deployments: () => [], close: async () => {} },
  };
};
