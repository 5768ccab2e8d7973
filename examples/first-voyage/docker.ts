import { execFileSync } from "node:child_process";
import { buildBusyboxImage } from "../shared/busybox-image.ts";

/** The image of the voyage's tasks, made of the machine's own busybox: no registry is asked. */
export const IMAGE = "portreeve-first-voyage:latest";

const docker = (args: readonly string[]): string => execFileSync("docker", args, { encoding: "utf8" });

/** Builds {@link IMAGE}: busybox, and empty folders to mount the machine's own /usr on. */
export const buildImage = (): void =>
  buildBusyboxImage(IMAGE, [
    'RUN ["/bin/mkdir", "-p", "/tmp", "/usr", "/lib", "/lib64", "/etc", "/www"]',
    'CMD ["/bin/sleep", "3600"]',
  ]);

/** Runs a shell line in a running container; answers what it printed. */
export const inContainer = (runtimeId: string, line: string): string =>
  docker(["exec", runtimeId, "/bin/sh", "-c", line]);

/** What a container has printed. */
export const logsOf = (runtimeId: string): string => docker(["logs", runtimeId]);

/** Whether a container runs, as Docker itself sees it. */
export const isRunning = (runtimeId: string): boolean =>
  docker(["inspect", "--format", "{{.State.Running}}", runtimeId]).trim() === "true";
