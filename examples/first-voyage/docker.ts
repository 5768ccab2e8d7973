import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The image of the voyage's tasks, made of the machine's own busybox: no registry is asked. */
export const IMAGE = "portreeve-first-voyage:latest";

const docker = (args: readonly string[], input?: string): string =>
  execFileSync("docker", args, { encoding: "utf8", ...(input === undefined ? {} : { input }) });

/** Builds {@link IMAGE}: busybox and its names, and empty folders to mount the machine's own /usr on. */
export const buildImage = (): void => {
  const folder = mkdtempSync(join(tmpdir(), "portreeve-image-"));
  try {
    mkdirSync(join(folder, "bin"));
    cpSync("/bin/busybox", join(folder, "bin/busybox"));
    writeFileSync(
      join(folder, "Dockerfile"),
      [
        "FROM scratch",
        "COPY bin/busybox /bin/busybox",
        'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
        'RUN ["/bin/mkdir", "-p", "/tmp", "/usr", "/lib", "/lib64", "/etc", "/www"]',
        'CMD ["/bin/sleep", "3600"]',
      ].join("\n"),
    );
    docker(["build", "--quiet", "--tag", IMAGE, folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Runs a shell line in a running container; answers what it printed. */
export const inContainer = (runtimeId: string, line: string): string =>
  docker(["exec", runtimeId, "/bin/sh", "-c", line]);

/** What a container has printed. */
export const logsOf = (runtimeId: string): string => docker(["logs", runtimeId]);

/** Whether a container runs, as Docker itself sees it. */
export const isRunning = (runtimeId: string): boolean =>
  docker(["inspect", "--format", "{{.State.Running}}", runtimeId]).trim() === "true";
