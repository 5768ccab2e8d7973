import { type ChildProcess, fork } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { LOADER, preparedProgram } from "./program/prepared-program.ts";

/** Variables that the host may have from the control plane's environment: none of them is a secret. */
const PASSED = ["PATH", "HOME", "LANG", "TZ", "TMPDIR"];
/** Where certificate authorities are; reading them costs memory that only https is worth. */
const PASSED_FOR_TLS = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"];

/**
 * An agent waits most of its life. V8's optimizing compilers and a large young generation would cost it 8 MB for
 * nothing; measured on Node 24: 65 MB with these, 73 MB without.
 */
const MEMORY_FLAGS = [
  "--max-semi-space-size=1",
  "--max-old-space-size=256",
  "--no-opt",
  "--no-maglev",
  "--max-lazy",
  "--v8-pool-size=1",
];

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

/** How the host's process is started: its environment and the flags of Node. */
export type HostProcess = {
  readonly env: Readonly<Record<string, string>>;
  readonly execArgv: readonly string[];
};

/**
 * A clean environment, and no sight of the file system but the program and the agents' folders. The process may
 * not start others. https://nodejs.org/docs/latest-v24.x/api/permissions.html
 */
export const hostProcess = async (dataDirectory: string, endpoint: string): Promise<HostProcess> => {
  const { agents, program } = folders(dataDirectory);
  await mkdir(agents, { recursive: true, mode: 0o700 });
  const sources = await preparedProgram(ENTRY, program);
  const passed = endpoint.startsWith("https:") ? [...PASSED, ...PASSED_FOR_TLS] : PASSED;
  const environment = passed.flatMap((name): [string, string][] => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    env: { ...Object.fromEntries(environment), MALLOC_ARENA_MAX: "1", PORTREEVE_PROGRAM: sources },
    execArgv: [
      ...MEMORY_FLAGS,
      "--disable-warning=ExperimentalWarning",
      "--permission",
      `--allow-fs-write=${agents}`,
      ...[agents, sources, ...PROGRAM, ...packageFolders()].map((path) => `--allow-fs-read=${path}`),
      `--import=${LOADER}`,
    ],
  };
};

/** Starts the host's process. */
export const forkHost = async (dataDirectory: string, endpoint: string): Promise<ChildProcess> => {
  const { env, execArgv } = await hostProcess(dataDirectory, endpoint);
  return fork(ENTRY, {
    env,
    execArgv: [...execArgv],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json",
  });
};
