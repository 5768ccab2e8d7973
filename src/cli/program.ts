import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { dataFolder, defaultDataPath } from "./data-folder.ts";

type Package = { readonly version: string };

// INVARIANT: the package's own description stands two folders above.
const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as Package;

const dataOption = () =>
  new Option("--data <folder>", "the data folder").default(defaultDataPath()).env("PORTREEVE_DATA");

/** What `missing` and `used` share. */
const auditOptions = (command: Command): Command =>
  command
    .addOption(dataOption())
    .option("--principal <principal>", "of this user or role only: its ARN, user/NAME, role/NAME or NAME")
    .option("--since <time>", "from then on: 2026-11-24T18:00:00Z, or how long ago, such as 30m, 2h or 7d")
    .option("--resources <scope>", "how far to generalize resources: exact, family or service", "exact")
    .option("--policy", "print one minimal policy for each principal")
    .option("--json", "as JSON");

const collect = (value: string, values: readonly string[]): readonly string[] => [...values, value];

// Of these commands 1 is an answer, so what was asked wrongly ends with 2.
const usageError = (command: Command): Command =>
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

/** The command line. Each command's code is loaded when the command is given. */
export const program = (): Command => {
  const portreeve = new Command("portreeve")
    .description("Amazon ECS on your own machine or fleet, with IAM that decides every call")
    .version(version)
    .showHelpAfterError();

  portreeve
    .command("up")
    .description("start the control plane, and the container instances that were running")
    .addOption(dataOption())
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--port <number>", "the port to listen on", "4566")
    .option("--region <region>", "the region that `portreeve env` suggests", "us-east-1")
    .option("--account <id>", "an account to have (may be repeated)", collect, [])
    .addOption(
      new Option("--iam <mode>", "what happens to a call without permission: enforce, audit or off")
        .default("enforce")
        .env("PORTREEVE_IAM"),
    )
    .addOption(
      new Option("--containers <runtime>", "what runs the containers")
        .choices(["docker", "simulated"])
        .default("docker"),
    )
    .option("--retention-days <days>", "how long decisions are kept", "14")
    .action(async (options) => (await import("./up.ts")).up(options, version));

  portreeve
    .command("agent")
    .description(
      "run the container agent on this machine; it is set up by the ECS_* variables of Amazon's agent",
    )
    .addOption(new Option("--containers <runtime>").choices(["docker", "simulated"]).default("docker"))
    .action(async (options) => (await import("./agent.ts")).agent(options));

  portreeve
    .command("env")
    .description('print what points AWS clients here; use it as: eval "$(portreeve env)"')
    .addOption(dataOption())
    .option("--account <id>", "the account whose root user to be; the first one unless given")
    .option("--profile <name>", "write a profile into the AWS configuration instead")
    .action(async (options) => (await import("./env.ts")).env(dataFolder(options.data), options));

  portreeve
    .command("explain [request-id]")
    .description("tell why a call was refused or allowed")
    .addOption(dataOption())
    .option("--last", "the last refusal")
    .option("--json", "the whole trace as JSON")
    .action(async (requestId, options) =>
      (await import("./explain.ts")).explain(dataFolder(options.data), requestId, options),
    );

  auditOptions(portreeve.command("missing"))
    .description("tell every permission that was denied, and the smallest policy that would have allowed it")
    .action(async (options) => (await import("./missing.ts")).missing(dataFolder(options.data), options));

  auditOptions(portreeve.command("used"))
    .description("tell every permission that was used, the least privilege for it, and what was never used")
    .action(async (options) => (await import("./used.ts")).used(dataFolder(options.data), options));

  usageError(portreeve.command("lint <file...>"))
    .description(
      "look into policy documents: what can not work, what allows too much (- for the standard input)",
    )
    .addOption(
      new Option("--format <format>", "how findings are written")
        .choices(["text", "json", "sarif"])
        .default("text"),
    )
    .addOption(
      new Option("--as <use>", "what the documents are for").choices([
        "identity",
        "trust",
        "resource",
        "scp",
        "boundary",
      ]),
    )
    .option("--role <purpose>", "the role that the documents are for, such as container-instance")
    .option("--max-warnings <number>", "end with 1 when there are more warnings than this")
    .action(async (files, options) => (await import("./lint.ts")).lint(files, options, version));

  usageError(portreeve.command("test <file...>"))
    .description("run policy tests: who has which policies, and what they can and cannot do")
    .addOption(
      new Option("--format <format>", "how results are written; pretty on a terminal, otherwise tap").choices(
        ["tap", "pretty", "junit"],
      ),
    )
    .action(async (files, options) => (await import("./test.ts")).test(files, options));

  usageError(portreeve.command("can <principal> <action> [resource]"))
    .description("tell whether a user or role can do something: 0 for yes, 1 for no")
    .addOption(dataOption())
    .option("--context <key=value>", "a condition key of the request (may be repeated)", collect, [])
    .option("--account <id>", "the account of the principal; the first one unless given")
    .option("--explain", "with the whole account of the decision")
    .option("--json", "as JSON")
    .action(async (principal, action, resource, options) =>
      (await import("./can.ts")).can(dataFolder(options.data), principal, action, resource, options),
    );

  usageError(portreeve.command("who-can <action> [resource]"))
    .description("tell every user and role that can do something, and through which statement")
    .addOption(dataOption())
    .option("--context <key=value>", "a condition key of the request (may be repeated)", collect, [])
    .option("--account <id>", "the account to look into; the first one unless given")
    .option("--json", "as JSON")
    .action(async (action, resource, options) =>
      (await import("./who-can.ts")).whoCan(dataFolder(options.data), action, resource, options),
    );

  portreeve
    .command("status")
    .description("tell whether the control plane runs, and in which mode")
    .addOption(dataOption())
    .option("--json", "as JSON")
    .action(async (options) => (await import("./status.ts")).status(dataFolder(options.data), options));

  return portreeve;
};
