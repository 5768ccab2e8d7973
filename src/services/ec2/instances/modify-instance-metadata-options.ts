import type {
  ModifyInstanceMetadataOptionsCommandInput,
  ModifyInstanceMetadataOptionsCommandOutput,
} from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { incorrectInstanceState, missingParameter } from "../errors.ts";
import { instanceNeeds, namedInstances } from "./find-instances.ts";
import { metadataOptionsView } from "./instance-view.ts";
import { checkMetadataOptions } from "./launch/check-launch.ts";
import { refuseDryRun } from "./refuse-dry-run.ts";
import { instanceTable } from "./table.ts";

type Input = ModifyInstanceMetadataOptionsCommandInput;

/** `ec2:Attribute/…` of what the call changes. */
const attributes = (input: Input): Record<string, string | undefined> => ({
  "ec2:Attribute/HttpTokens": input.HttpTokens,
  "ec2:Attribute/HttpEndpoint": input.HttpEndpoint,
  "ec2:Attribute/HttpPutResponseHopLimit": input.HttpPutResponseHopLimit?.toString(),
  "ec2:Attribute/InstanceMetadataTags": input.InstanceMetadataTags,
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html */
export const modifyInstanceMetadataOptions = operation<
  Input,
  Omit<ModifyInstanceMetadataOptionsCommandOutput, "$metadata">
>("ModifyInstanceMetadataOptions", {
  needs: ({ input, scope, state }) =>
    instanceNeeds("ec2:ModifyInstanceMetadataOptions", state, scope, [input.InstanceId]).map((need) => ({
      ...need,
      context: { ...need.context, ...attributes(input) },
    })),
  run: ({ input, scope, state }) => {
    if (input.InstanceId === undefined) throw missingParameter("InstanceId");
    const [row] = namedInstances(state, scope, [input.InstanceId]);
    // INVARIANT: namedInstances answers one row for one ID, or throws.
    if (row === undefined) throw new Error("an instance that was found is missing");
    if (row.state === "terminated" || row.state === "shutting-down") {
      throw incorrectInstanceState(
        `The instance '${row.id}' is not in a state from which its metadata options can be modified.`,
      );
    }
    checkMetadataOptions(input);
    refuseDryRun(input);
    const before = row.metadataOptions;
    const changed = {
      ...row,
      metadataOptions: {
        httpTokens: input.HttpTokens ?? before.httpTokens,
        httpEndpoint: input.HttpEndpoint ?? before.httpEndpoint,
        httpPutResponseHopLimit: input.HttpPutResponseHopLimit ?? before.httpPutResponseHopLimit,
        instanceMetadataTags: input.InstanceMetadataTags ?? before.instanceMetadataTags,
      },
    };
    state.table(instanceTable).put(changed);
    return { InstanceId: row.id, InstanceMetadataOptions: metadataOptionsView(changed) };
  },
});
