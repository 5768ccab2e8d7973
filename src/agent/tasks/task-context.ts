import type { World } from "../../world.ts";
import type { ContainerRuntime, RegistryCredentials } from "../container-runtime.ts";
import type { Admission } from "./admission.ts";
import type { ImageProvider } from "./images.ts";
import type { PayloadContainer } from "./payload-task.ts";
import type { RangePorts } from "./range-ports.ts";
import type { Signal } from "./signal.ts";
import type { ContainerRecord, TaskRecord } from "./task-record.ts";

/** What every task of an agent shares. */
export type TaskHost = {
  readonly runtime: ContainerRuntime;
  readonly world: World;
  readonly logger: (line: string) => void;
  readonly cluster: string;
  readonly containerInstanceArn: string;
  readonly region: string;
  /** Seconds. */
  readonly stopTimeout: number;
  readonly images: ImageProvider;
  readonly admission: Admission;
  readonly rangePorts: RangePorts;
  /** Values of a container's secrets by variable name. */
  readonly secrets: (
    task: TaskRecord,
    container: PayloadContainer,
  ) => Promise<Readonly<Record<string, string>>>;
  /** The password with which a container's image is pulled, if its registry wants one. */
  readonly registryCredentials: (
    task: TaskRecord,
    container: PayloadContainer,
  ) => Promise<RegistryCredentials | undefined>;
  /** Saves the record; it is on disk some moments later. */
  readonly save: (task: TaskRecord) => void;
  /** There is something new in the task's outbox. */
  readonly report: (task: TaskRecord) => void;
  /** The task has stopped. */
  readonly finished: (task: TaskRecord) => void;
  /** A container's health has changed. */
  readonly healthChanged: () => void;
};

/** What the containers of one task share. */
export type TaskContext = {
  readonly host: TaskHost;
  readonly task: TaskRecord;
  readonly records: ReadonlyMap<string, ContainerRecord>;
  readonly startTimeouts: ReadonlyMap<string, number>;
  readonly signal: Signal;
  readonly stopping: () => boolean;
  /** Saves, looks at the task's status again and wakes who waits. */
  readonly changed: () => void;
  /** An essential container has ended at this moment. */
  readonly essentialEnded: (at: number) => void;
};
