import type { World } from "../../world.ts";
import {
  type ContainerListing,
  type ContainerRuntime,
  type ContainerSnapshot,
  type CreateContainerBody,
  type NetworkBinding,
  RuntimeError,
  type RuntimeEvent,
} from "../container-runtime.ts";
import type { Store } from "../persistence/store.ts";
import { simulatedCapabilities } from "./capabilities.ts";

/** Docker label: seconds after which a simulated container ends by itself. */
export const simulatedExitAfter = "portreeve.simulated.exit-after-seconds";
/** Docker label: the exit code with which it does; 0 if absent. */
export const simulatedExitCode = "portreeve.simulated.exit-code";

/** A runtime without Docker, with a handle for tests and operators. */
export type SimulatedRuntime = ContainerRuntime & {
  /** Lets the container's process end with `exitCode`, as if by itself. */
  readonly exit: (id: string, exitCode: number) => void;
};

type Simulated = {
  readonly id: string;
  readonly name: string;
  readonly body: CreateContainerBody;
  readonly createdAt: number;
  state: ContainerSnapshot["state"];
  exitCode: number;
  startedAt?: number;
  finishedAt?: number;
  bindings: readonly NetworkBinding[];
};

const dynamicPorts = { first: 32_768, last: 60_999 };

/** The exit code of a process that was asked to end: 0, a well-behaved one; killed outright it is 137. */
const stoppedExitCode = (signal: string | undefined): number =>
  /^(SIG)?(KILL|9)$/.test(signal ?? "") ? 137 : 0;

/**
 * Containers without processes: they start at once, run until they are stopped, and end with exit code 0 when
 * asked to (137 when their stop signal is SIGKILL). Images always exist. Fixed host ports conflict as on a real
 * host; port 0 gets one of the dynamic range. The containers live in `store`, so they outlive the process.
 */
export const createSimulatedRuntime = (settings: {
  readonly world: World;
  readonly store: Store;
  readonly capacity: { readonly cpu: number; readonly memory: number };
}): SimulatedRuntime => {
  const { world, store } = settings;
  const containers = new Map<string, Simulated>();
  const watchers = new Set<{
    readonly label: string;
    readonly value: string;
    readonly listener: (event: RuntimeEvent) => void;
  }>();
  const volumes = new Set<string>();
  let nextPort = dynamicPorts.first;

  for (const [key, value] of store.entries)
    if (key.startsWith("container/")) containers.set(key.slice("container/".length), value as Simulated);

  const save = (container: Simulated) => store.put(`container/${container.id}`, container);
  const find = (id: string): Simulated => {
    const container = containers.get(id);
    if (container === undefined) throw new RuntimeError(`No such container: ${id}`, 404);
    return container;
  };
  const tell = (container: Simulated, event: RuntimeEvent) => {
    for (const { label, value, listener } of watchers)
      if (container.body.Labels[label] === value) listener(event);
  };
  const used = new Set<string>();
  const portsOf = ({ bindings }: Simulated) =>
    bindings.map(({ protocol, hostPort }) => `${protocol}:${hostPort}`);
  const dynamicPort = (protocol: string): number => {
    for (let tries = dynamicPorts.first; tries <= dynamicPorts.last; tries += 1) {
      const port: number = nextPort;
      nextPort = nextPort === dynamicPorts.last ? dynamicPorts.first : nextPort + 1;
      if (!used.has(`${protocol}:${port}`)) return port;
    }
    throw new RuntimeError("all ports are allocated", 500);
  };
  const bind = (
    name: string,
    bound: CreateContainerBody["HostConfig"]["PortBindings"],
  ): readonly NetworkBinding[] =>
    Object.entries(bound ?? {}).flatMap(([port, hosts]) => {
      const [number, text] = port.split("/");
      const protocol = text === "udp" ? "udp" : "tcp";
      return hosts.map(({ HostPort }) => {
        const wanted = Number(HostPort || 0);
        if (wanted !== 0 && used.has(`${protocol}:${wanted}`))
          throw new RuntimeError(
            `driver failed programming external connectivity on endpoint ${name}: Bind for 0.0.0.0:${wanted} failed: port is already allocated`,
            500,
          );
        const hostPort = wanted === 0 ? dynamicPort(protocol) : wanted;
        return { bindIP: "0.0.0.0", containerPort: Number(number), hostPort, protocol } as const;
      });
    });
  const end = (container: Simulated, exitCode: number) => {
    if (container.state !== "running") return;
    for (const port of portsOf(container)) used.delete(port);
    Object.assign(container, { state: "exited", exitCode, finishedAt: world.now() });
    save(container);
    tell(container, { type: "exited", id: container.id, exitCode, at: world.now() });
  };
  /** Why `startedAt` is compared: a restarted container has a new end to wait for. */
  const endLater = (container: Simulated) => {
    const seconds = container.body.Labels[simulatedExitAfter];
    const { startedAt } = container;
    if (seconds === undefined || startedAt === undefined) return;
    world.after(Math.max(0, startedAt + Number(seconds) * 1000 - world.now()), () => {
      if (container.startedAt === startedAt)
        end(container, Number(container.body.Labels[simulatedExitCode] ?? 0));
    });
  };
  for (const container of containers.values())
    if (container.state === "running") {
      for (const port of portsOf(container)) used.add(port);
      endLater(container);
    }

  const snapshot = (container: Simulated): ContainerSnapshot => ({
    id: container.id,
    name: container.name,
    state: container.state,
    exitCode: container.exitCode,
    outOfMemory: false,
    createdAt: container.createdAt,
    startedAt: container.startedAt,
    finishedAt: container.finishedAt,
    networkBindings: container.bindings,
    networks: [{ mode: container.body.HostConfig.NetworkMode ?? "bridge", ipv4: "" }],
    health:
      container.body["Healthcheck"] !== undefined && container.state === "running"
        ? { status: "HEALTHY", output: "simulated" }
        : undefined,
  });

  return {
    kind: "simulated",
    version: async () => "simulated",
    capacity: async () => settings.capacity,
    capabilities: async () => simulatedCapabilities,
    image: async (name) => ({ id: `simulated:${name}`, digest: undefined, environment: [] }),
    pull: async () => {},
    create: async (name, body) => {
      const id = Buffer.from(world.randomBytes(32)).toString("hex");
      const container: Simulated = {
        id,
        name,
        body,
        createdAt: world.now(),
        state: "created",
        exitCode: 0,
        bindings: [],
      };
      containers.set(id, container);
      save(container);
      return id;
    },
    start: async (id) => {
      const container = find(id);
      if (container.state === "running") return;
      const bindings = bind(container.name, container.body.HostConfig.PortBindings);
      Object.assign(container, { state: "running", startedAt: world.now(), bindings });
      for (const port of portsOf(container)) used.add(port);
      save(container);
      endLater(container);
      if (container.body["Healthcheck"] !== undefined)
        tell(container, { type: "health", id, status: "HEALTHY" });
    },
    stop: async (id) => {
      const container = containers.get(id);
      if (container !== undefined) end(container, stoppedExitCode(container.body.StopSignal));
    },
    remove: async (id) => {
      const container = containers.get(id);
      if (container === undefined) return;
      end(container, 137);
      containers.delete(id);
      store.remove(`container/${id}`);
      tell(container, { type: "removed", id });
    },
    inspect: async (id) => {
      const container = containers.get(id);
      return container === undefined ? undefined : snapshot(container);
    },
    list: async (label, value) =>
      [...containers.values()]
        .filter((container) => container.body.Labels[label] === value)
        .map(
          ({ id, body, state, createdAt }): ContainerListing => ({
            id,
            labels: body.Labels,
            state,
            createdAt,
          }),
        ),
    createVolume: async (name) => void volumes.add(name),
    volumeExists: async (name) => volumes.has(name),
    removeVolume: async (name) => void volumes.delete(name),
    statistics: async () => undefined,
    watch: async (label, value, listener) => {
      const watcher = { label, value, listener };
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    close: () => store.close(),
    exit: (id, exitCode) => end(find(id), exitCode),
  };
};
