import { parseArgs } from "node:util";
import { sdkClient } from "../shared/clients/sdk.ts";
import { tell } from "../shared/tell.ts";
import { cliAndSdk } from "./client.ts";
import { sail } from "./sail.ts";
import { tableOf } from "./table.ts";

const { values } = parseArgs({
  options: {
    client: { type: "string", default: "cli" },
    json: { type: "boolean", default: false },
  },
});
const client = values.client === "sdk" ? sdkClient : cliAndSdk;

if (values.json) {
  const { log, timeline } = await sail(client, (text) => process.stderr.write(`${text}\n`));
  process.stdout.write(`${JSON.stringify({ timeline, checks: log }, undefined, 2)}\n`);
  process.exitCode = log.every(({ asExpected }) => asExpected) ? 0 : 1;
} else {
  await tell(async (print) => {
    const { log, timeline } = await sail(client, print);
    const { isTTY, columns } = process.stdout;
    const styled = isTTY && !process.env["NO_COLOR"];
    print(`\n${tableOf(timeline, { styled, ...(isTTY ? { width: columns } : {}) })}`);
    return log;
  });
}
