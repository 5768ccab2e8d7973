/** A port of a container as it can be reached from outside. */
export type NetworkBinding = {
  readonly bindIP: string;
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: "tcp" | "udp";
};

/** Docker's `HostConfig`, of which the agent reads these members and passes on the rest. */
export type HostConfigBody = {
  readonly NetworkMode?: string;
  readonly PortBindings?: Readonly<Record<string, readonly { readonly HostPort: string }[]>>;
  readonly [member: string]: unknown;
};

/** The body of Docker's create-container call: the language both runtimes understand, as payloads speak it too. */
export type CreateContainerBody = {
  readonly Image: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly HostConfig: HostConfigBody;
  readonly StopSignal?: string;
  readonly [member: string]: unknown;
};

/** The result of a container's health check; UNKNOWN until it has run. */
export type HealthStatus = "HEALTHY" | "UNHEALTHY" | "UNKNOWN";

/** What a container is at this moment. Times are milliseconds since the epoch. */
export type ContainerSnapshot = {
  readonly id: string;
  readonly name: string;
  readonly state: "created" | "running" | "exited";
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly createdAt: number | undefined;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
  readonly networkBindings: readonly NetworkBinding[];
  readonly networks: readonly { readonly mode: string; readonly ipv4: string }[];
  readonly health: { readonly status: HealthStatus; readonly output: string } | undefined;
};

/** A container found by label. */
export type ContainerListing = {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly state: ContainerSnapshot["state"];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

/** A user of a registry, in Docker's words. */
export type RegistryCredentials = {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
};

/** What the agent wants to know of an image. */
export type ImageFacts = {
  readonly id: string;
  /** `sha256:…` if it came from a registry. */
  readonly digest: string | undefined;
  readonly environment: readonly string[];
};

/** Network traffic in one direction since the container's start. */
export type TrafficCounters = {
  readonly bytes: number;
  readonly packets: number;
  readonly errors: number;
  readonly dropped: number;
};

/** Resource usage at one moment; counters since the container's start. */
export type ContainerStatistics = {
  /** Nanoseconds of CPU time of the container and of the whole host. */
  readonly cpu: number;
  readonly systemCpu: number;
  readonly memoryBytes: number;
  readonly received: TrafficCounters;
  readonly sent: TrafficCounters;
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** The runtime's own answer, for the task metadata endpoint. */
  readonly raw: unknown;
};

/** What happens to containers by itself. `resync` means that events may have been missed. */
export type RuntimeEvent =
  | { readonly type: "exited"; readonly id: string; readonly exitCode: number; readonly at: number }
  | { readonly type: "out-of-memory"; readonly id: string }
  | { readonly type: "health"; readonly id: string; readonly status: HealthStatus }
  | { readonly type: "removed"; readonly id: string }
  | { readonly type: "resync" };

/** The daemon refused; `message` is its own text. `status` is its HTTP status, 0 if it could not be reached. */
export class RuntimeError extends Error {
  override readonly name = "RuntimeError";
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** What runs containers: the Docker Engine, or a simulation of it. All calls reject with {@link RuntimeError}. */
export type ContainerRuntime = {
  readonly kind: "docker" | "simulated";
  /** The runtime's version, such as `20.10.24`. */
  readonly version: () => Promise<string>;
  /** CPU units (1024 a core) and MiB of the machine. */
  readonly capacity: () => Promise<{ readonly cpu: number; readonly memory: number }>;
  /** Capabilities to register as attributes, such as logging drivers and API versions. */
  readonly capabilities: () => Promise<readonly string[]>;
  readonly image: (name: string) => Promise<ImageFacts | undefined>;
  readonly pull: (name: string, credentials?: RegistryCredentials) => Promise<void>;
  readonly create: (name: string, body: CreateContainerBody) => Promise<string>;
  readonly start: (id: string) => Promise<void>;
  /** Asks it to stop and kills it after `seconds`; resolves when it has stopped (or is gone). */
  readonly stop: (id: string, seconds: number) => Promise<void>;
  /** Removes it, running or not; no error if it is gone. */
  readonly remove: (id: string) => Promise<void>;
  readonly inspect: (id: string) => Promise<ContainerSnapshot | undefined>;
  readonly list: (label: string, value: string) => Promise<readonly ContainerListing[]>;
  readonly createVolume: (
    name: string,
    options: {
      readonly driver?: string;
      readonly driverOptions: Readonly<Record<string, string>>;
      readonly labels: Readonly<Record<string, string>>;
    },
  ) => Promise<void>;
  readonly volumeExists: (name: string) => Promise<boolean>;
  readonly removeVolume: (name: string) => Promise<void>;
  readonly statistics: (id: string) => Promise<ContainerStatistics | undefined>;
  /** Reports what happens to containers that carry the label; resolves once it is listening. */
  readonly watch: (
    label: string,
    value: string,
    listener: (event: RuntimeEvent) => void,
  ) => Promise<() => void>;
  /** Lets go of files and connections; the containers stay as they are. */
  readonly close: () => Promise<void>;
};
