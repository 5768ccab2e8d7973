import { parseArgs } from "node:util";
import { cliClient } from "../shared/clients/cli.ts";
import { sdkClient } from "../shared/clients/sdk.ts";
import { sail } from "./sail.ts";

const { values } = parseArgs({ options: { client: { type: "string", default: "cli" } } });
const log = await sail(values.client === "sdk" ? sdkClient : cliClient, (text) =>
  process.stdout.write(`${text}\n`),
);
const wrong = log.filter((entry) => !entry.asExpected);
process.stdout.write(`\n${log.length - wrong.length} of ${log.length} as expected\n`);
for (const { step, what } of wrong) process.stdout.write(`not as expected, in "${step}": ${what}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
