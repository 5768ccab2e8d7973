import { type ChildProcess, fork } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { LOADER, preparedProgram } from "./program/prepared-program.ts";

/** Variables that the host may have from the control plane's environment: none of them is a secret. */
const PASSED = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"];

/** The young generation of an idle agent is small; V8's default lets it grow to 16 MiB before it is collected. */
const MEMORY_FLAGS = ["--max-semi-space-size=1", "--max-old-space-size=256"];

/** The program: its source, and the package's own description. */
const PROGRAM = ["../../../", "../../../../package.json"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** The folders that packages are loaded from. */
const packageFolders = (): string[] => {
  const resolve = createRequire(import.meta.url).resolve;
  const folders = ["ws", "docker-modem"].map((name) => {
    const file = resolve(name);
    const marker = `${sep}node_modules${sep}`;
    return file.slice(0, file.lastIndexOf(marker) + marker.length);
  });
  return [...new Set(folders)];
};

const ENTRY = new URL("./process.ts", import.meta.url);

/** Folders of the host: the agents' own, and that of its program, which it may only read. */
const folders = (dataDirectory: string) => ({
  agents: join(dataDirectory, "agents"),
  program: join(dataDirectory, "program"),
});

/** Where the agent of an instance keeps its state. */
export const agentFolder = (dataDirectory: string, instanceId: string): string =>
  join(folders(dataDirectory).agents, instanceId);

/**
 * Starts the host's process: with a clean environment, and with no sight of the file system but the program
 * and the agents' folders. It may not start processes.
 */
export const forkHost = async (dataDirectory: string): Promise<ChildProcess> => {
  const { agents, program } = folders(dataDirectory);
  await mkdir(agents, { recursive: true, mode: 0o700 });
  const sources = await preparedProgram(ENTRY, program);
  const environment = Object.fromEntries(
    PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return fork(ENTRY, {
    env: { ...environment, PORTREEVE_PROGRAM: sources },
    execArgv: [
      ...MEMORY_FLAGS,
      "--disable-warning=ExperimentalWarning",
      "--permission",
      `--allow-fs-write=${agents}`,
      ...[agents, sources, ...PROGRAM, ...packageFolders()].map((path) => `--allow-fs-read=${path}`),
      `--import=${LOADER}`,
    ],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json",
  });
};
