import { parseArgs } from "node:util";
import { cliClient } from "../shared/clients/cli.ts";
import { sdkClient } from "../shared/clients/sdk.ts";
import { tell } from "../shared/tell.ts";
import { sail } from "./sail.ts";

const { values } = parseArgs({ options: { client: { type: "string", default: "cli" } } });
await tell((print) => sail(values.client === "sdk" ? sdkClient : cliClient, print));
