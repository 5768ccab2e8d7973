import type { GetConsoleOutputCommandInput, GetConsoleOutputCommandOutput } from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { missingParameter } from "../errors.ts";
import { consoleTable } from "./console-table.ts";
import { instanceNeeds, namedInstances } from "./find-instances.ts";
import { refuseDryRun } from "./refuse-dry-run.ts";

/**
 * What the instance wrote to its console, base64. It is always the latest output, whatever `Latest` says.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html
 */
export const getConsoleOutput = operation<
  GetConsoleOutputCommandInput,
  Omit<GetConsoleOutputCommandOutput, "$metadata">
>("GetConsoleOutput", {
  needs: ({ input, scope, state }) => instanceNeeds("ec2:GetConsoleOutput", state, scope, [input.InstanceId]),
  run: ({ input, scope, state, world }) => {
    if (input.InstanceId === undefined) throw missingParameter("InstanceId");
    const [row] = namedInstances(state, scope, [input.InstanceId]);
    refuseDryRun(input);
    const console = state.table(consoleTable).get(input.InstanceId);
    return {
      InstanceId: input.InstanceId,
      Timestamp: new Date(console?.updatedAt ?? row?.launchTime ?? world.now()),
      Output: Buffer.from(console?.text ?? "", "utf8").toString("base64"),
    };
  },
});
