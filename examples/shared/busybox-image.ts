import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Builds an image of the machine's own busybox and its names, so that no registry is asked; `lines` are what its
 * Dockerfile says beyond that.
 */
export const buildBusyboxImage = (image: string, lines: readonly string[]): void => {
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
        ...lines,
      ].join("\n"),
    );
    execFileSync("docker", ["build", "--quiet", "--tag", image, folder], { stdio: "pipe" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
