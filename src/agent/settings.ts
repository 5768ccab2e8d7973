import type { Credentials } from "../signature/index.ts";
import type { World } from "../world.ts";
import type { TaskEndpoint } from "./task-endpoint/task-endpoint.ts";

/** When images are pulled: see {@link AgentSettings.imagePullBehavior}. */
export type ImagePullBehavior = "default" | "always" | "once" | "prefer-cached";

/** What the environment of an agent decides; Amazon's agent reads the same variables. */
export type AgentConfiguration = {
  /** Name or ARN (`ECS_CLUSTER`). Empty: `default`, which is created if it is missing. */
  readonly cluster: string;
  /** The control plane's URL (`ECS_BACKEND_HOST`, else `AWS_ENDPOINT_URL`). */
  readonly endpoint: string;
  /** Where the agent keeps its state (`ECS_DATADIR`). Absent: it forgets, and registers anew each time. */
  readonly dataDirectory?: string;
  /** The instance metadata service (`AWS_EC2_METADATA_SERVICE_ENDPOINT`); absent with `ECS_EXTERNAL=true`. */
  readonly metadataServiceEndpoint?: string;
  /** Long-lived credentials of the environment, for an instance outside of EC2. */
  readonly credentials?: Credentials;
  /** `AWS_DEFAULT_REGION` or `AWS_REGION`; on EC2 the identity document decides. */
  readonly region?: string;
  readonly dockerHost: string;
  /** Custom attributes (`ECS_INSTANCE_ATTRIBUTES`), sent at the first registration only. */
  readonly instanceAttributes: Readonly<Record<string, string>>;
  /** Tags of the container instance (`ECS_CONTAINER_INSTANCE_TAGS`). */
  readonly instanceTags: Readonly<Record<string, string>>;
  /**
   * `default` pulls and falls back to the image that is there, `always` only pulls, `once` and `prefer-cached`
   * (this agent's default, unlike Amazon's) pull only what is not there.
   */
  readonly imagePullBehavior: ImagePullBehavior;
  /** Seconds from SIGTERM to SIGKILL unless the container says otherwise (`ECS_CONTAINER_STOP_TIMEOUT`, 30). */
  readonly stopTimeout: number;
  /** MiB kept back from tasks (`ECS_RESERVED_MEMORY`). */
  readonly reservedMemory: number;
  readonly reservedPorts: readonly number[];
  readonly reservedPortsUdp: readonly number[];
  readonly taskRoleEnabled: boolean;
  readonly metricsDisabled: boolean;
  /** Seconds after which a stopped task's containers are removed (`ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION`, 3 h). */
  readonly taskCleanupWait: number;
};

/** Everything an agent needs: its configuration and the world around it. */
export type AgentSettings = AgentConfiguration & {
  readonly containers: "docker" | "simulated";
  /** The machine that a simulated instance pretends to be; CPU units and MiB. */
  readonly simulatedCapacity?: { readonly cpu: number; readonly memory: number };
  /** What the agent registers of the machine instead of what the runtime measures: a machine's share of a host. */
  readonly resources?: { readonly cpuUnits: number; readonly memoryMiB: number };
  readonly logger: (line: string) => void;
  /** The process's shared credential and metadata server. */
  readonly taskEndpoint: TaskEndpoint;
  readonly world: World;
};
