import type { Volume } from "@aws-sdk/client-ecs";

/**
 * A task's volume as the agent takes it. One that says nothing of where it is kept is a host volume without a
 * path, which the agent makes anew for the task.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html
 */
export const payloadVolume = (volume: Volume): Readonly<Record<string, unknown>> => {
  const { name, dockerVolumeConfiguration, efsVolumeConfiguration, fsxWindowsFileServerVolumeConfiguration } =
    volume;
  if (dockerVolumeConfiguration !== undefined) {
    return {
      name,
      type: "docker",
      dockerVolumeConfiguration: { scope: "task", ...dockerVolumeConfiguration },
    };
  }
  if (efsVolumeConfiguration !== undefined) {
    return { name, type: "efs", efsVolumeConfiguration: { rootDirectory: "/", ...efsVolumeConfiguration } };
  }
  if (fsxWindowsFileServerVolumeConfiguration !== undefined) {
    return { name, type: "fsxWindowsFileServer", fsxWindowsFileServerVolumeConfiguration };
  }
  const sourcePath = volume.host?.sourcePath;
  return { name, type: "host", host: sourcePath ? { sourcePath } : {} };
};
