import type { Volume } from "@aws-sdk/client-ecs";

const API_1_25 = "com.amazonaws.ecs.capability.docker-remote-api.1.25";

/** What a container instance must be able to do for a volume. */
export const volumeAttributes = (volume: Volume): readonly string[] => {
  const names: string[] = [];
  const docker = volume.dockerVolumeConfiguration;
  if (docker !== undefined) names.push(`ecs.capability.docker-plugin.${docker.driver ?? "local"}`, API_1_25);
  const efs = volume.efsVolumeConfiguration;
  if (efs !== undefined) names.push("ecs.capability.efs", "ecs.capability.efsAuth", API_1_25);
  if (volume.s3filesVolumeConfiguration !== undefined) names.push("ecs.capability.storage.s3-files");
  if (volume.fsxWindowsFileServerVolumeConfiguration !== undefined) {
    names.push("ecs.capability.fsxWindowsFileServer");
  }
  if (volume.configuredAtLaunch === true) names.push("ecs.capability.storage.ebs-task-volume-attach");
  return names;
};
