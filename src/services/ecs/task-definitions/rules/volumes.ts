import type { EFSVolumeConfiguration, Volume } from "@aws-sdk/client-ecs";
import { parseArn } from "../../../../arn.ts";
import { clientException } from "../../errors.ts";
import { forFargate, repeated, requireRange, type TaskRule } from "./rule.ts";

const NAME = /^[a-zA-Z0-9_-]{1,255}$/;
const MOST_PORT = 65_535;

const CONFIGURATIONS = [
  "host",
  "dockerVolumeConfiguration",
  "efsVolumeConfiguration",
  "s3filesVolumeConfiguration",
  "fsxWindowsFileServerVolumeConfiguration",
] as const;

/** A host volume without a path is as good as none: Docker chooses the place. */
const configurationsOf = (volume: Volume): readonly string[] =>
  CONFIGURATIONS.filter((member) =>
    member === "host" ? volume.host?.sourcePath !== undefined : volume[member] !== undefined,
  );

/**
 * The volumes of a task: each with a name of its own and one kind of storage.
 * https://github.com/cloudposse/terraform-aws-ecs-alb-service-task/issues/185 (two kinds)
 * https://github.com/aws/amazon-ecs-cli/issues/11 (a blank path)
 */
export const volumes: TaskRule = (task) => {
  for (const volume of task.volumes ?? []) {
    if (!NAME.test(volume.name ?? "")) throw clientException("Volume.name contains invalid characters.");
    if (configurationsOf(volume).length > 1) {
      throw clientException(
        "When the volume parameter is specified, only one volume configuration type should be used.",
      );
    }
    if (volume.host?.sourcePath?.trim() === "") throw clientException("host.sourcePath should not be blank.");
    if (volume.efsVolumeConfiguration !== undefined) requireEfs(volume.efsVolumeConfiguration);
    requireOthers(volume);
    if (forFargate(task)) requireFargateVolume(volume);
  }
  const [twice] = repeated((task.volumes ?? []).map(({ name }) => name));
  if (twice !== undefined) throw clientException("Volume names must be unique within a Task Definition.");
  if ((task.volumes ?? []).filter((volume) => volume.configuredAtLaunch === true).length > 1) {
    throw clientException("Only one volume can be configured at launch.");
  }
};

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html
 * https://github.com/aws/aws-cdk/issues/10683 (the root directory of an access point)
 */
const requireEfs = (efs: EFSVolumeConfiguration): void => {
  if (!efs.fileSystemId) throw clientException("fileSystemId should not be null or empty.");
  requireRange(
    efs.transitEncryptionPort,
    0,
    MOST_PORT,
    "Invalid 'transitEncryptionPort' setting for volume.",
  );
  const { accessPointId, iam } = efs.authorizationConfig ?? {};
  if ((accessPointId !== undefined || iam === "ENABLED") && efs.transitEncryption !== "ENABLED") {
    throw clientException(
      "Transit encryption must be enabled when an EFS access point or EFS IAM authorization is used.",
    );
  }
  if (accessPointId !== undefined && efs.rootDirectory !== undefined && efs.rootDirectory !== "/") {
    throw clientException(
      'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
    );
  }
};

const requireOthers = (volume: Volume): void => {
  const s3 = volume.s3filesVolumeConfiguration;
  if (s3 !== undefined && parseArn(s3.fileSystemArn ?? "") === undefined) {
    throw clientException("Invalid arn syntax.");
  }
  const fsx = volume.fsxWindowsFileServerVolumeConfiguration;
  if (fsx !== undefined && (!fsx.fileSystemId || !fsx.rootDirectory || !fsx.authorizationConfig)) {
    throw clientException("fsxWindowsFileServerVolumeConfiguration is not complete.");
  }
  const docker = volume.dockerVolumeConfiguration;
  if (docker?.autoprovision === true && docker.scope !== "shared") {
    throw clientException("autoprovision is only supported for volumes with the shared scope.");
  }
};

const requireFargateVolume = (volume: Volume): void => {
  if (volume.host?.sourcePath !== undefined) {
    throw clientException("Tasks using the Fargate launch type do not support host.sourcePath.");
  }
  if (volume.dockerVolumeConfiguration !== undefined) {
    throw clientException("Tasks using the Fargate launch type do not support dockerVolumeConfiguration.");
  }
};

/**
 * What containers mount must be there, and each path once.
 * https://github.com/ansible/ansible/issues/35751
 */
export const mounts: TaskRule = (task, containers) => {
  const known = new Set((task.volumes ?? []).map(({ name }) => name));
  const names = new Set<string | undefined>(containers.map(({ name }) => name));
  for (const { name, mountPoints, volumesFrom } of containers) {
    for (const { sourceVolume, containerPath } of mountPoints ?? []) {
      if (!known.has(sourceVolume ?? ""))
        throw clientException(`Unknown volume '${sourceVolume ?? "null"}'.`);
      if (!containerPath) throw clientException(`Invalid 'containerPath' setting for container '${name}'.`);
    }
    const [path] = repeated((mountPoints ?? []).map(({ containerPath }) => containerPath));
    if (path !== undefined) throw clientException(`Container '${name}' mounts '${path}' more than once.`);
    for (const { sourceContainer } of volumesFrom ?? []) {
      if (sourceContainer === name || !names.has(sourceContainer)) {
        throw clientException(`Unknown container '${sourceContainer ?? "null"}' in volumesFrom.`);
      }
    }
  }
};
