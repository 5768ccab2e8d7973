import type { ControlPlane } from "../../../operation/index.ts";
import type { Cancel } from "../../../world.ts";
import type { InstanceHost } from "../instance-host/instance-host.ts";
import type { HostedInstance } from "../instance-host/messages.ts";
import { type InstanceStateName, stateReason } from "../instances/instance-state.ts";
import { type InstanceRow, instanceTable } from "../instances/table.ts";
import type { MetadataServices } from "../metadata/metadata-services.ts";
import type { ConsoleWriter } from "./console-writer.ts";
import { hasAgent, hostedInstance } from "./hosted-instance.ts";

/** Moves instances from the state they are in towards the one that was asked for, as the host gets there. */
export type InstanceController = {
  /** Looks at an instance and does what its state asks for. Can be called at any time. */
  readonly reconcile: (instanceId: string) => void;
  /** Resolves when nothing is under way. */
  readonly settled: () => Promise<void>;
  readonly close: () => void;
};

type Options = {
  readonly plane: ControlPlane;
  readonly host: InstanceHost;
  readonly metadata: MetadataServices;
  readonly console: ConsoleWriter;
  readonly logger: (line: string) => void;
};

/** Where an instance stands with this process: what the host was told last. */
type Hosted = { readonly launchTime: number; readonly reboots: number };

const RETRY = 5_000;

/** One thing at a time for each instance; what came meanwhile is looked at afterwards. */
export const createInstanceController = (options: Options): InstanceController => {
  const { plane, host, metadata } = options;
  const { state, world } = plane;
  const busy = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const hosted = new Map<string, Hosted>();
  const retries = new Set<Cancel>();
  let closed = false;

  const rowOf = (id: string): InstanceRow | undefined => state.table(instanceTable).get(id);

  /** Changes the row, unless it is in another state by now. */
  const move = (
    id: string,
    from: InstanceStateName,
    to: InstanceStateName,
    change: (row: InstanceRow) => Partial<InstanceRow> = () => ({}),
  ): Promise<void> =>
    state.transact((transaction) => {
      const table = transaction.table(instanceTable);
      const row = table.get(id);
      if (row?.state === from) table.put({ ...row, state: to, ...change(row) });
    });

  const told = async (row: InstanceRow): Promise<HostedInstance> => {
    const endpoint = await metadata.open(row.id);
    return hostedInstance(row, host.dataDirectoryOf(row.id), endpoint);
  };

  /** Brings the machine to life, or an image's without agent at least its metadata service. */
  const bringUp = async (row: InstanceRow): Promise<void> => {
    const known = hosted.get(row.id);
    const fresh = known === undefined || known.launchTime !== row.launchTime;
    if (!fresh && known.reboots === row.reboots && row.state === "running") return;
    const instance = await told(row);
    if (fresh) options.console.write(row.id, `machine: metadata service at ${instance.metadataEndpoint}`);
    if (!hasAgent(row)) {
      if (fresh) options.console.write(row.id, "machine: this image has no container agent");
    } else if (fresh) await host.start(instance);
    else if (known.reboots !== row.reboots) await host.reboot(instance);
    hosted.set(row.id, { launchTime: row.launchTime, reboots: row.reboots });
    await settleRunning(row, Number(new URL(instance.metadataEndpoint).port));
  };

  const settleRunning = async (row: InstanceRow, metadataPort: number): Promise<void> => {
    if (row.state === "running" && row.metadataPort === metadataPort) return;
    await state.transact((transaction) => {
      const table = transaction.table(instanceTable);
      const present = table.get(row.id);
      if (present?.state === "running") table.put({ ...present, metadataPort });
      if (present?.state !== "pending") return;
      const { stateReason: _pending, ...rest } = present;
      table.put({ ...rest, metadataPort, state: "running" });
    });
  };

  const halt = async (row: InstanceRow): Promise<void> => {
    const gone = row.state === "shutting-down";
    // The agent may still sign with the role's credentials while it ends; the service closes after it.
    const endpoint = hosted.has(row.id) ? await metadata.open(row.id) : "http://127.0.0.1:9";
    await host.halt(hostedInstance(row, host.dataDirectoryOf(row.id), endpoint), gone ? "remove" : "stop");
    hosted.delete(row.id);
    await metadata.close(row.id);
    await options.console.flush();
    if (gone) await move(row.id, "shutting-down", "terminated", () => ({ terminatedAt: world.now() }));
    else await move(row.id, "stopping", "stopped");
  };

  const step = async (id: string): Promise<void> => {
    const row = rowOf(id);
    if (row === undefined) return;
    if (row.state === "pending" || row.state === "running") return bringUp(row);
    if (row.state === "stopping" || row.state === "shutting-down") return halt(row);
  };

  const failed = async (id: string, error: unknown): Promise<void> => {
    const text = error instanceof Error ? error.message : String(error);
    if (closed) return;
    options.logger(`instance ${id}: ${text}`);
    options.console.write(id, `host: ${text}`);
    const row = rowOf(id);
    if (row?.state === "pending" && !hosted.has(id)) {
      // A launch that cannot be is over, as on EC2; everything else is tried again.
      return move(id, "pending", "terminated", () => ({
        stateReason: stateReason.internalError,
        stateTransitionReason: "Server.InternalError",
        terminatedAt: world.now(),
      }));
    }
    const cancel = world.after(RETRY, () => {
      retries.delete(cancel);
      reconcile(id);
    });
    retries.add(cancel);
  };

  const work = async (id: string): Promise<void> => {
    do {
      again.delete(id);
      try {
        await step(id);
      } catch (error) {
        await failed(id, error);
      }
    } while (again.has(id) && !closed);
    busy.delete(id);
  };

  const reconcile = (id: string): void => {
    if (closed) return;
    if (busy.has(id)) again.add(id);
    else busy.set(id, work(id));
  };

  return {
    reconcile,
    settled: async () => {
      while (busy.size > 0) await Promise.all(busy.values());
    },
    close: () => {
      closed = true;
      for (const cancel of retries) cancel();
    },
  };
};
