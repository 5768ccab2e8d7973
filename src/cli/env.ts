import { execFileSync } from "node:child_process";
import type { DataFolder } from "./data-folder.ts";
import { type EndpointFile, readEndpoint } from "./endpoint-file.ts";
import { writeProfile } from "./profile.ts";
import { type RootCredentials, readRootCredentials } from "./root-credentials.ts";

/** What `portreeve env` was asked. */
export type EnvOptions = { readonly account?: string; readonly profile?: string };

/**
 * Clients before AWS CLI 2.13 and 1.29 do not know AWS_ENDPOINT_URL (Debian 12 ships 2.9).
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export const knowsEndpointUrl = (version: string): boolean => {
  const [, major, minor] = /aws-cli\/(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return true;
  return Number(major) > 2 || (Number(major) === 2 ? Number(minor) >= 13 : Number(minor) >= 29);
};

const installedCli = (): string => {
  try {
    return execFileSync("aws", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return "";
  }
};

/** The lines for a POSIX shell. */
export const shellLines = (endpoint: EndpointFile, credentials: RootCredentials, cli: string): string => {
  const variables = {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_DEFAULT_REGION: endpoint.region,
    AWS_REGION: endpoint.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  lines.push("unset AWS_SESSION_TOKEN AWS_PROFILE");
  if (!knowsEndpointUrl(cli)) {
    lines.push("# the installed AWS CLI is older than AWS_ENDPOINT_URL, so it is told by an option");
    lines.push('aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }');
  }
  return `${lines.join("\n")}\n`;
};

/** `portreeve env`. */
export const env = (folder: DataFolder, options: EnvOptions): void => {
  const endpoint = readEndpoint(folder);
  // INVARIANT: `up` always makes at least one account.
  const credentials = readRootCredentials(folder, options.account ?? endpoint.accounts[0]!);
  if (options.profile === undefined) {
    process.stdout.write(shellLines(endpoint, credentials, installedCli()));
    return;
  }
  const files = writeProfile(options.profile, endpoint, credentials);
  process.stdout.write(`wrote the profile ${options.profile} to ${files.join(" and ")}\n`);
  process.stdout.write(`use it: aws --profile ${options.profile} ecs list-clusters\n`);
};
