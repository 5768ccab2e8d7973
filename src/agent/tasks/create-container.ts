import type { ImageFacts } from "../container-runtime.ts";
import { containerBody } from "./container-body.ts";
import { resolve } from "./dependencies.ts";
import type { PayloadContainer } from "./payload-task.ts";
import { daemonError, TaskError } from "./reasons.ts";
import { checkSupport } from "./support.ts";
import type { TaskContext } from "./task-context.ts";
import { addReport, type ContainerRecord, changeOf } from "./task-record.ts";

/** What Docker reports for a process that SIGTERM ended; so counts a container that could never start. */
const terminatedExitCode = 143;

const reportPending = (context: TaskContext, record: ContainerRecord): void => {
  const { host, task } = context;
  task.changes.push(changeOf(record, "PENDING"));
  if (task.status === "NONE") task.status = "PENDING";
  addReport(task, "PENDING");
  host.save(task);
  host.report(task);
};

/** The image; undefined if the task is to stop before it has come. */
const provideImage = async (
  context: TaskContext,
  container: PayloadContainer,
  record: ContainerRecord,
): Promise<ImageFacts | undefined> => {
  const { host, task, signal, stopping } = context;
  const providing = host.images.provide(container.image, () => host.registryCredentials(task, container));
  // Why: if the stop comes first nobody looks at a failure that comes later.
  providing.catch(() => {});
  const provided = await signal.pass(Promise.race([providing, signal.until(stopping).then(() => undefined)]));
  if (provided === undefined || stopping()) return undefined;
  record.imageId = provided.facts.id;
  if (provided.facts.digest !== undefined) record.imageDigest = provided.facts.digest;
  if (provided.pulled !== undefined) {
    const { startedAt, stoppedAt } = provided.pulled;
    task.pullStartedAt = Math.min(task.pullStartedAt ?? startedAt, startedAt);
    task.pullStoppedAt = Math.max(task.pullStoppedAt ?? stoppedAt, stoppedAt);
    if (record.imageDigest !== undefined) reportPending(context, record);
  }
  return provided.facts;
};

/** Waits for what the container depends on, or for the task to be stopped. */
const awaitDependencies = async (
  context: TaskContext,
  container: PayloadContainer,
  record: ContainerRecord,
): Promise<void> => {
  const { host, records, startTimeouts, signal, stopping } = context;
  const look = () => resolve(container, records, startTimeouts, host.world.now());
  await signal.until(() => stopping() || look() !== "pending");
  const resolution = look();
  if (stopping() || typeof resolution === "string") return;
  record.exitCode = terminatedExitCode;
  throw new TaskError("TaskDependencyError", resolution.never);
};

/**
 * Creates a container as soon as its image and everything it depends on are there.
 *
 * @returns false if the task was to stop before that
 * @throws TaskError
 */
export const createContainer = async (
  context: TaskContext,
  container: PayloadContainer,
  record: ContainerRecord,
): Promise<boolean> => {
  const { host, task, signal, stopping } = context;
  if (stopping()) return false;
  if (host.runtime.kind === "docker") checkSupport(task.definition, container);
  const image = await provideImage(context, container, record);
  if (image === undefined) return false;
  await awaitDependencies(context, container, record);
  if (stopping()) return false;
  const [secrets, rangePorts] = await signal.pass(
    Promise.all([host.secrets(task, container), host.rangePorts(container)]),
  );
  if (stopping()) return false;
  const { cluster, containerInstanceArn, region, runtime, world } = host;
  const body = containerBody(task, container, record, image, {
    cluster,
    containerInstanceArn,
    region,
    rangePorts,
    secrets,
  });
  const { family, version } = task.definition;
  const random = Buffer.from(world.randomBytes(10)).toString("hex");
  record.dockerName = `ecs-${family}-${version}-${container.name}-${random}`;
  try {
    record.runtimeId = await signal.pass(runtime.create(record.dockerName, body));
  } catch (error) {
    throw daemonError("CannotCreateContainerError", error);
  }
  record.createdAt = world.now();
  record.status = "CREATED";
  context.changed();
  return true;
};
