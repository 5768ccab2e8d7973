import { CliError } from "./cli-error.ts";
import { startControlPlane } from "./control-plane.ts";
import { type DataFolder, dataFolder, defaultDataPath } from "./data-folder.ts";
import type { EndpointFile } from "./endpoint-file.ts";
import { iamMode, modeInWords } from "./iam-mode.ts";
import { writePrivateJson } from "./private-file.ts";

/** The options of `portreeve up` as they are typed. */
export type UpOptions = {
  readonly data: string;
  readonly host: string;
  readonly port: string;
  readonly region: string;
  readonly account: readonly string[];
  readonly iam: string;
  readonly containers: "docker" | "simulated";
  readonly retentionDays: string;
};

const DEFAULT_ACCOUNT = "123456789012";

const wholeNumber = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new CliError(`${name} must be a whole number up to ${most}, not "${text}"`);
};

const accountIds = (given: readonly string[]): readonly string[] => {
  const ids = given.length === 0 ? [DEFAULT_ACCOUNT] : given;
  for (const id of ids) {
    if (!/^\d{12}$/.test(id)) throw new CliError(`an account id has 12 digits, which "${id}" has not`);
  }
  return [...new Set(ids)];
};

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host.startsWith("127.");

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const explainStartFailure = (error: unknown, options: UpOptions): Error => {
  if (!(error instanceof Error)) return new Error(String(error));
  if ("code" in error && error.code === "EADDRINUSE") {
    return new CliError(
      `${options.host}:${options.port} is taken: stop what listens there, or choose another --port`,
    );
  }
  if (["SecretKeyError", "StorageError"].includes(error.name)) return new CliError(error.message);
  return error;
};

/** What to tell a person who has just started it; `where` is what other commands need to find the data folder. */
const welcome = (
  endpoint: EndpointFile,
  options: UpOptions,
  folder: DataFolder,
  where: string,
): readonly string[] => [
  `portreeve is ready at ${endpoint.url}`,
  `  iam         ${modeInWords(iamMode(options.iam))}`,
  `  containers  ${options.containers === "docker" ? "on Docker" : "SIMULATED: no container really runs"}`,
  `  accounts    ${endpoint.accounts.join(", ")}`,
  `  data        ${folder.path}`,
  "",
  "Point the AWS CLI here, in another terminal, in this folder:",
  "",
  `  eval "$(npx portreeve env${where})"`,
  "  aws ecs create-cluster --cluster-name harbour",
  "",
  `When a call is refused, ask why:  npx portreeve explain --last${where}`,
];

/** `portreeve up`: runs until it is told to stop. */
export const up = async (options: UpOptions, version: string): Promise<void> => {
  const folder = dataFolder(options.data);
  const accounts = accountIds(options.account);
  const running = await startControlPlane({
    folder,
    host: options.host,
    port: wholeNumber("--port", options.port, 65_535),
    accounts,
    mode: iamMode(options.iam),
    containers: options.containers,
    retentionDays: wholeNumber("--retention-days", options.retentionDays, 36_500),
    version,
    onFailure: (error) => {
      say(`portreeve: a commit failed, so what is on disk is unknown; stopping: ${error.message}`);
      process.exit(70);
    },
    onProblem: (message, fields) => say(`portreeve: ${message} ${JSON.stringify(fields)}`),
  }).catch((error: unknown) => {
    throw explainStartFailure(error, options);
  });
  for (const account of running.accounts) writePrivateJson(folder.account(account.accountId), account);
  const endpoint: EndpointFile = { url: running.url, region: options.region, pid: process.pid, accounts };
  writePrivateJson(folder.endpoint, endpoint);
  if (!isLoopback(options.host)) {
    say(`portreeve: listening on ${options.host}, which other machines may reach, over plain http`);
  }
  const where = options.data === defaultDataPath() ? "" : ` --data ${options.data}`;
  for (const line of welcome(endpoint, options, folder, where)) say(line);
  const stop = async (): Promise<void> => {
    say("portreeve: stopping; containers keep running");
    await running.close();
    process.exit(0);
  };
  process.once("SIGINT", () => void stop());
  process.once("SIGTERM", () => void stop());
};
