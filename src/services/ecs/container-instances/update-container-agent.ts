import type { UpdateContainerAgentRequest, UpdateContainerAgentResponse } from "@aws-sdk/client-ecs";
import { AwsError, operation } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { knownContainerInstance } from "./container-instance-reference.ts";
import { containerInstanceNeeds } from "./describe-container-instances.ts";

/**
 * Asks for an agent's update. There are no agents to update to here, so a call that could go on is told so in
 * AWS's way.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateContainerAgent.html
 */
export const updateContainerAgent = operation<UpdateContainerAgentRequest, UpdateContainerAgentResponse>(
  "UpdateContainerAgent",
  {
    needs: ({ input, scope, state }) =>
      containerInstanceNeeds(state, scope, "ecs:UpdateContainerAgent", input.cluster, [
        input.containerInstance ?? "",
      ]),
    run: ({ input, scope, state }) => {
      const cluster = activeCluster(state, scope, input.cluster);
      const row = knownContainerInstance(state, scope, cluster.arn, input.containerInstance ?? "");
      if (row.status === "INACTIVE") throw invalidParameter(`Container instance ${row.id} is inactive.`);
      if (!row.agentConnected) {
        throw invalidParameter("The container instance's agent is not connected.");
      }
      if (row.versionInfo.agentVersion === undefined) {
        throw new AwsError(
          "MissingVersionException",
          "The running version of the Amazon ECS container agent could not be determined.",
        );
      }
      throw new AwsError(
        "NoUpdateAvailableException",
        `There is no update available for agent version ${row.versionInfo.agentVersion}.`,
      );
    },
  },
);
