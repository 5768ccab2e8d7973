import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { sdkClient } from "../shared/clients/sdk.ts";
import { tell } from "../shared/tell.ts";
import { sail } from "./sail.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "200000" },
    chart: { type: "string", default: "rolling-web.svg" },
  },
});

await tell(async (print) => {
  const { log, chart } = await sail(sdkClient, print, { requests: Number(values.requests) });
  writeFileSync(values.chart, chart);
  print(`which version answered when: ${values.chart}`);
  return log;
});
