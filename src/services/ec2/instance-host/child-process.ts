import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";

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

/**
 * Starts the host's process: with a clean environment, and with no sight of the file system but the program
 * and `dataDirectory`. It may not start processes.
 */
export const forkHost = (dataDirectory: string): ChildProcess => {
  const environment = Object.fromEntries(
    PASSED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return fork(new URL("./process.ts", import.meta.url), {
    env: environment,
    execArgv: [
      ...MEMORY_FLAGS,
      "--disable-warning=ExperimentalWarning",
      "--permission",
      `--allow-fs-read=${dataDirectory}`,
      `--allow-fs-write=${dataDirectory}`,
      ...[...PROGRAM, ...packageFolders()].map((folder) => `--allow-fs-read=${folder}`),
    ],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "json",
  });
};
