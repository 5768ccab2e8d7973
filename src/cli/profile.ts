import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { CliError } from "./cli-error.ts";
import type { EndpointFile } from "./endpoint-file.ts";
import type { RootCredentials } from "./root-credentials.ts";

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
};

/** `text` with the section of that name replaced or appended; every other line stays as it is. */
export const withSection = (
  text: string,
  section: string,
  settings: Readonly<Record<string, string>>,
): string => {
  const body = Object.entries(settings).map(([key, value]) => `${key} = ${value}`);
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() === `[${section}]`);
  if (start < 0) {
    const kept = text.trimEnd();
    return `${kept === "" ? "" : `${kept}\n\n`}[${section}]\n${body.join("\n")}\n`;
  }
  const next = lines.findIndex((line, index) => index > start && line.trim().startsWith("["));
  const rest = next < 0 ? [] : ["", ...lines.slice(next)];
  return `${[...lines.slice(0, start + 1), ...body, ...rest].join("\n").trimEnd()}\n`;
};

const update = (path: string, section: string, settings: Readonly<Record<string, string>>): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, withSection(read(path), section, settings), { mode: 0o600 });
  // A file that was there keeps its mode otherwise, and a secret has just come into it.
  chmodSync(path, 0o600);
};

/**
 * Writes a profile that points AWS clients at the control plane; answers the files written.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
 */
export const writeProfile = (
  name: string,
  endpoint: EndpointFile,
  credentials: RootCredentials,
): readonly string[] => {
  if (!/^[\w.-]+$/.test(name)) throw new CliError(`"${name}" can't be a profile's name`);
  const folder = join(homedir(), ".aws");
  const config = process.env["AWS_CONFIG_FILE"] ?? join(folder, "config");
  const secrets = process.env["AWS_SHARED_CREDENTIALS_FILE"] ?? join(folder, "credentials");
  update(config, name === "default" ? "default" : `profile ${name}`, {
    region: endpoint.region,
    endpoint_url: endpoint.url,
  });
  update(secrets, name, {
    aws_access_key_id: credentials.accessKeyId,
    aws_secret_access_key: credentials.secretAccessKey,
  });
  return [config, secrets];
};
