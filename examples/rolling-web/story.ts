import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { at, listAt } from "../shared/clients/client.ts";
import type { Machine } from "../shared/machines.ts";
import type { Voyage } from "../shared/voyage.ts";
import type { Mark } from "./chart.ts";

/** The names of the story. */
export const CLUSTER = "harbour";
export const SERVICE = "web";

/** What the steps find out and hand on. */
export type Story = {
  /** The listener's port: any that is free. */
  readonly port: number;
  machines: readonly [Machine, Machine];
  host: string;
  loadBalancerArn: string;
  targetGroupArn: string;
  readonly definitions: string[];
  readonly marks: Mark[];
};

/** A port of this machine that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** The story before its first step. */
export const opening = async (): Promise<Story> => {
  const none = { instanceId: "", containerInstanceArn: "" };
  return {
    port: await freePort(),
    machines: [none, none],
    host: "",
    loadBalancerArn: "",
    targetGroupArn: "",
    definitions: [],
    marks: [],
  };
};

/** A call to ECS about the story's cluster, which is to be allowed. */
export const ecs = (
  voyage: Voyage,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  because: string,
): Promise<unknown> =>
  voyage.call(voyage.harbour.root, "ecs", operation, { cluster: CLUSTER, ...input }, { ok: true, because });

/** Waits until the service is at rest: one deployment, COMPLETED, and just the tasks that are desired. */
export const untilSteady = (voyage: Voyage, desired: number, what: string, since = 0): Promise<unknown> =>
  voyage.until(
    voyage.harbour.root,
    "ecs",
    "DescribeServices",
    { cluster: CLUSTER, services: [SERVICE] },
    what,
    (output) => {
      const service = at(output, "services", 0);
      const last = at(service, "events", 0);
      return (
        at(service, "runningCount") === desired &&
        at(service, "pendingCount") === 0 &&
        listAt(service, "deployments").length === 1 &&
        at(service, "deployments", 0, "rolloutState") === "COMPLETED" &&
        String(at(last, "message")) === `(service ${SERVICE}) has reached a steady state.` &&
        new Date(String(at(last, "createdAt"))).getTime() >= since
      );
    },
  );
