import {
  AwsError,
  type Need,
  type NeedsContext,
  operation,
  type RunContext,
} from "../../../operation/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { clusterArn, clusterNameOf } from "../cluster-reference.ts";
import { containerInstanceArnOf } from "../container-instances/container-instance-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { requireOwnInstance } from "./own-instance.ts";

/** What an agent's upgrade says of itself. */
export type ChannelInput = {
  /** Name or ARN, as the agent is configured. */
  readonly cluster?: string;
  readonly containerInstance: string;
};

/** Whose channel it is. */
export type ChannelOutput = { readonly containerInstanceArn: string; readonly clusterArn: string };

const channelNeed =
  (action: string) =>
  ({ input, scope, state }: NeedsContext<ChannelInput>): Need => {
    const cluster = clusterArn(scope, input.cluster);
    const resource = containerInstanceArnOf(scope, cluster, input.containerInstance);
    return {
      action,
      resource,
      context: { "ecs:cluster": cluster },
      ...resourceTagsOf(state.table(containerInstanceTable).get(resource)),
    };
  };

const channel =
  (action: string) =>
  ({ input, scope, caller, state }: RunContext<ChannelInput>): ChannelOutput => {
    const cluster = clusterArn(scope, input.cluster);
    const arn = containerInstanceArnOf(scope, cluster, input.containerInstance);
    const row = state.table(containerInstanceTable).get(arn);
    if (row === undefined) {
      throw new AwsError(
        "InvalidInstanceException",
        `The container instance ${arn} is not registered in cluster ${clusterNameOf(cluster)}.`,
      );
    }
    requireOwnInstance(caller, scope, action, row);
    // The one answer after which an agent gives up for an hour.
    if (row.status === "INACTIVE") {
      throw new AwsError("InactiveInstanceException", `Container instance ${row.id} is inactive.`);
    }
    return { containerInstanceArn: arn, clusterArn: cluster };
  };

/**
 * The right to an ACS channel. Agents get there by a WebSocket upgrade and not by an API call, so this is no
 * operation that clients can name; it is one so that the upgrade is authorized and recorded like any call.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html
 */
export const poll = operation<ChannelInput, ChannelOutput>("Poll", {
  needs: channelNeed("ecs:Poll"),
  run: channel("ecs:Poll"),
});

/** The right to a TCS channel; see {@link poll}. */
export const startTelemetrySession = operation<ChannelInput, ChannelOutput>("StartTelemetrySession", {
  needs: channelNeed("ecs:StartTelemetrySession"),
  run: channel("ecs:StartTelemetrySession"),
});
