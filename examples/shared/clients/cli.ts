import { execFile } from "node:child_process";
import { type ApiCall, type Client, type EcsWaiter, type Identity, type Outcome, textAt } from "./client.ts";

const AWS = "/usr/bin/aws";

const kebab = (member: string): string =>
  member
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();

const option = ([member, value]: readonly [string, unknown]): readonly string[] => {
  const flag = `--${kebab(member)}`;
  if (value === true) return [flag];
  if (value === false) return [`--no-${kebab(member)}`];
  if (typeof value === "string" || typeof value === "number") return [flag, String(value)];
  // A list of plain words is more readable as words.
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return [flag, ...value];
  return [flag, JSON.stringify(value)];
};

/** RunInstances is the one call whose options the CLI names otherwise than the API names its members. */
const forCli = ({ service, operation, input }: ApiCall): Readonly<Record<string, unknown>> => {
  if (service !== "ec2" || operation !== "RunInstances") return input;
  const { MinCount, MaxCount: _, UserData, ...rest } = input;
  return {
    ...rest,
    count: MinCount,
    userData: Buffer.from(textAt({ UserData }, "UserData"), "base64").toString(),
  };
};

const words = (call: ApiCall): readonly string[] => [
  call.service,
  kebab(call.operation),
  ...Object.entries(forCli(call)).flatMap(option),
];

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const failure = (text: string): Outcome => {
  const match =
    /An error occurred \(([\w.]+)\) when calling the \w+ operation(?: \([^)]*\))?: ([\s\S]*)/.exec(text);
  if (match === null) return { ok: false, code: "ClientFailed", message: text.trim() };
  return { ok: false, code: match[1] ?? "", message: (match[2] ?? "").trim() };
};

/** The AWS CLI as Debian packages it. */
export const cliClient = (endpoint: string, region: string): Client => {
  const run = (as: Identity, args: readonly string[]): Promise<Outcome> =>
    new Promise((resolve) => {
      const env = {
        PATH: process.env["PATH"],
        HOME: "/nonexistent",
        AWS_ACCESS_KEY_ID: as.accessKeyId,
        AWS_SECRET_ACCESS_KEY: as.secretAccessKey,
        AWS_DEFAULT_REGION: region,
        AWS_EC2_METADATA_DISABLED: "true",
        ...(as.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: as.sessionToken }),
      };
      const options = ["--endpoint-url", endpoint, "--output", "json", "--no-cli-pager"];
      execFile(AWS, [...options, ...args], { env, maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
        if (error !== null) return resolve(failure(stderr || error.message));
        resolve({ ok: true, output: stdout.trim() === "" ? {} : JSON.parse(stdout) });
      });
    });
  return {
    name: "AWS CLI",
    show: (call) => `aws ${words(call).map(quote).join(" ")}`,
    call: (as, call) => run(as, words(call)),
    wait: (as, waiter: EcsWaiter, { cluster, names }) => {
      const what = waiter.startsWith("tasks") ? "--tasks" : "--services";
      return run(as, ["ecs", "wait", waiter, "--cluster", cluster, what, ...names]);
    },
  };
};
