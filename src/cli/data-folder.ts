import { homedir } from "node:os";
import { join } from "node:path";

/** Where everything that outlives the process is kept, and what each file in there is for. */
export type DataFolder = {
  readonly path: string;
  /** All state of the control plane. */
  readonly database: string;
  /** The key that encrypts secrets in the database and seals session tokens; kept outside of it. */
  readonly secretKey: string;
  /** What was decided on every call. */
  readonly decisions: string;
  /** The root credentials of an account, readable by its owner only. */
  readonly account: (accountId: string) => string;
  /** Where the running control plane can be reached. */
  readonly endpoint: string;
  /** What each EC2 instance keeps on its disk. */
  readonly instances: string;
  /** The files of the HAProxy that carries the traffic of load balancers. */
  readonly loadBalancing: string;
};

/** The layout of the data folder at `path`. */
export const dataFolder = (path: string): DataFolder => ({
  path,
  database: join(path, "portreeve.sqlite"),
  secretKey: join(path, "secret.key"),
  decisions: join(path, "decisions"),
  account: (accountId) => join(path, "accounts", `${accountId}.json`),
  endpoint: join(path, "endpoint.json"),
  instances: join(path, "instances"),
  loadBalancing: join(path, "load-balancing"),
});

/**
 * Where the data folder is unless `--data` says otherwise: `PORTREEVE_DATA`, else the user's data folder.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
export const defaultDataPath = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string =>
  environment["PORTREEVE_DATA"] ??
  join(environment["XDG_DATA_HOME"] || join(homedir(), ".local/share"), "portreeve");
