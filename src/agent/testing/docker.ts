import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connectDocker, type DockerEngine } from "../docker/engine.ts";

const run = promisify(execFile);
const busybox = "/bin/busybox";
const commands = [
  "sh",
  "sleep",
  "httpd",
  "wget",
  "cat",
  "echo",
  "env",
  "true",
  "false",
  "dd",
  "test",
  "touch",
];

/** The daemon that tests use. */
export const dockerHost = process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock";

/** Why Docker tests cannot run here; false if they can. */
export const dockerUnavailable = async (): Promise<string | false> => {
  try {
    await connectDocker(dockerHost).call("GET", "/version");
  } catch (error) {
    return `no Docker daemon answers at ${dockerHost}: ${error instanceof Error ? error.message : String(error)}`;
  }
  const found = await access(busybox).then(
    () => true,
    () => false,
  );
  return found ? false : `${busybox} is missing (apt-get install busybox-static)`;
};

/** Sends a tar archive to the daemon as a new image: what `docker import` does. */
const importTar = (tar: Buffer, tag: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const target = new URL(dockerHost);
    const [repository, version] = tag.split(":");
    const changes = ["ENV PATH=/bin", "ENV FROM_IMAGE=yes"].map(
      (line) => `&changes=${encodeURIComponent(line)}`,
    );
    const call = request(
      {
        ...(target.protocol === "unix:"
          ? { socketPath: target.pathname }
          : { host: target.hostname, port: target.port }),
        method: "POST",
        path: `/images/create?fromSrc=-&repo=${repository}&tag=${version}${changes.join("")}`,
        headers: { "content-type": "application/x-tar", "content-length": tar.length },
      },
      (response) => {
        response.resume();
        response.on("end", () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`import: status ${response.statusCode}`)),
        );
      },
    );
    call.on("error", reject);
    call.end(tar);
  });

/** An image with nothing but busybox in it, made from the machine's own. */
export type TestImage = {
  readonly tag: string;
  readonly engine: DockerEngine;
  readonly remove: () => Promise<void>;
};

/** Makes a busybox image under a tag of its own. */
export const makeTestImage = async (): Promise<TestImage> => {
  const engine = connectDocker(dockerHost);
  const folder = await mkdtemp(join(tmpdir(), "portreeve-image-"));
  try {
    await mkdir(join(folder, "root", "bin"), { recursive: true });
    await mkdir(join(folder, "root", "tmp"));
    await cp(busybox, join(folder, "root", "bin", "busybox"));
    for (const command of commands) await symlink("busybox", join(folder, "root", "bin", command));
    await run("tar", ["-C", join(folder, "root"), "-cf", join(folder, "image.tar"), "."]);
    const tag = `portreeve-test-busybox:${randomBytes(6).toString("hex")}`;
    await importTar(await readFile(join(folder, "image.tar")), tag);
    return {
      tag,
      engine,
      remove: async () => {
        await engine.call("DELETE", `/images/${encodeURIComponent(tag)}?force=true`).catch(() => {});
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Removes every container with a label, and the volumes with it. */
export const removeLabelled = async (engine: DockerEngine, label: string, value: string): Promise<void> => {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${label}=${value}`] }));
  const containers = await engine.call<readonly { readonly Id: string }[]>(
    "GET",
    `/containers/json?all=true&filters=${filters}`,
  );
  for (const { Id } of containers)
    await engine.call("DELETE", `/containers/${Id}?force=true&v=true`).catch(() => {});
  const volumes = await engine.call<{ readonly Volumes: readonly { readonly Name: string }[] | null }>(
    "GET",
    `/volumes?filters=${filters}`,
  );
  for (const { Name } of volumes.Volumes ?? [])
    await engine.call("DELETE", `/volumes/${Name}`).catch(() => {});
};

/**
 * The text of a container's logs: Docker sends frames of an eight-byte header, whose last four bytes are the length.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
 */
export const textOfLogs = (logs: Buffer): string => {
  const parts: Buffer[] = [];
  for (let offset = 0; offset + 8 <= logs.length; ) {
    const end = offset + 8 + logs.readUInt32BE(offset + 4);
    parts.push(logs.subarray(offset + 8, end));
    offset = end;
  }
  return Buffer.concat(parts).toString();
};
