import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The image of the story's web service, made of the machine's own Node.js: no registry is asked. */
export const IMAGE = "portreeve-rolling-web:latest";

const server = fileURLToPath(new URL("./web-server.mjs", import.meta.url));

/** The shared libraries that a program needs, by the paths at which it looks for them. */
const librariesOf = (program: string): readonly string[] =>
  [...execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/(\/\S+) \(0x/g)].map(
    ([, path]) => path ?? "",
  );

/** Builds {@link IMAGE}. */
export const buildImage = (): void => {
  const folder = mkdtempSync(join(tmpdir(), "portreeve-image-"));
  const copy = (from: string, to: string): void => {
    mkdirSync(dirname(join(folder, "root", to)), { recursive: true });
    copyFileSync(from, join(folder, "root", to));
  };
  try {
    copy(process.execPath, "/node");
    for (const library of librariesOf(process.execPath)) copy(library, library);
    copy(server, "/web-server.mjs");
    writeFileSync(
      join(folder, "Dockerfile"),
      ["FROM scratch", "COPY root /", 'CMD ["/node", "/web-server.mjs"]', ""].join("\n"),
    );
    execFileSync("docker", ["build", "--quiet", "--tag", IMAGE, folder], { stdio: "pipe" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
