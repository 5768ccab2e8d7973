import type { World } from "../../world.ts";
import type { ContainerRuntime } from "../container-runtime.ts";
import { label } from "./labels.ts";
import type { PayloadVolume } from "./payload-task.ts";
import { daemonError, TaskError } from "./reasons.ts";
import type { TaskRecord } from "./task-record.ts";

const scopedName = (task: TaskRecord, name: string, world: World): string => {
  const { family, version } = task.definition;
  return `ecs-${family}-${version}-${name}-${Buffer.from(world.randomBytes(10)).toString("hex")}`;
};

const isTaskScoped = (volume: PayloadVolume): boolean =>
  volume.type === "docker" ? volume.scope === "task" : volume.sourcePath === undefined;

const provide = async (
  volume: PayloadVolume,
  task: TaskRecord,
  runtime: ContainerRuntime,
  world: World,
): Promise<string> => {
  if (volume.type === "host" && volume.sourcePath !== undefined) return volume.sourcePath;
  const docker = volume.type === "docker" ? volume : undefined;
  const name = docker?.scope === "shared" ? volume.name : scopedName(task, volume.name, world);
  if (docker?.scope === "shared" && (await runtime.volumeExists(name))) return name;
  if (docker?.scope === "shared" && !docker.autoprovision)
    throw new TaskError(
      "CannotCreateVolumeError",
      `the shared volume ${name} does not exist and is not to be made`,
    );
  await runtime.createVolume(name, {
    ...(docker?.driver === undefined ? {} : { driver: docker.driver }),
    driverOptions: docker?.driverOptions ?? {},
    labels: { ...docker?.labels, [label.taskArn]: task.definition.arn },
  });
  return name;
};

/** Makes the task's volumes and notes their names; those that it has already stay. */
export const provideVolumes = async (
  task: TaskRecord,
  runtime: ContainerRuntime,
  world: World,
): Promise<void> => {
  for (const volume of task.definition.volumes)
    try {
      task.volumes[volume.name] ??= await provide(volume, task, runtime, world);
    } catch (error) {
      throw error instanceof TaskError ? error : daemonError("CannotCreateVolumeError", error);
    }
};

/** Removes the volumes that live as long as their task. */
export const removeVolumes = async (task: TaskRecord, runtime: ContainerRuntime): Promise<void> => {
  for (const volume of task.definition.volumes) {
    const name = task.volumes[volume.name];
    if (name !== undefined && isTaskScoped(volume)) await runtime.removeVolume(name);
  }
};
