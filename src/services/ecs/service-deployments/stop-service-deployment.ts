import type { StopServiceDeploymentRequest, StopServiceDeploymentResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { requireOneOf } from "../enumeration.ts";
import { conflict, serviceDeploymentNotFound, serviceNotActive, unsupportedFeature } from "../errors.ts";
import { rollingBack } from "../scheduler/services/event-texts.ts";
import { deploymentTable } from "../services/deployment-table.ts";
import { tellEvents } from "../services/event-table.ts";
import { rollBack, rollbackTarget } from "../services/roll-back.ts";
import { serviceTable } from "../services/table.ts";
import { historyArn, historyNeeds } from "./arn-reference.ts";
import { serviceDeploymentTable } from "./table.ts";

/**
 * StopServiceDeployment: a service deployment that is under way is rolled back to the service revision before it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html
 */
export const stopServiceDeployment = operation<StopServiceDeploymentRequest, StopServiceDeploymentResponse>(
  "StopServiceDeployment",
  {
    needs: ({ input, scope, state }) =>
      historyNeeds(state, "ecs:StopServiceDeployment", [
        historyArn(scope, "service-deployment", input.serviceDeploymentArn),
      ]),
    run: ({ input, scope, state, world }) => {
      const { arn } = historyArn(scope, "service-deployment", input.serviceDeploymentArn);
      const type = requireOneOf("stopType", input.stopType, ["ABORT", "ROLLBACK"] as const) ?? "ROLLBACK";
      if (type === "ABORT")
        throw unsupportedFeature("The stop type ABORT is not supported for rolling updates.");
      const row = state.table(serviceDeploymentTable).get(arn);
      if (row === undefined) throw serviceDeploymentNotFound();
      const service = state.table(serviceTable).get(row.serviceArn);
      if (service?.status !== "ACTIVE") throw serviceNotActive();
      const deployments = [...state.table(deploymentTable).by("service", service.arn)];
      const primary = deployments.find(({ status }) => status === "PRIMARY");
      if (row.status !== "IN_PROGRESS" || primary?.serviceDeploymentArn !== arn) {
        throw conflict(`The service deployment cannot be stopped in the status ${row.status}.`);
      }
      const target = rollbackTarget(deployments);
      if (target === undefined) {
        throw conflict("There is no completed service revision to roll back to.");
      }
      const reason = "Service deployment rolled back because StopServiceDeployment was called.";
      const failed = "ECS deployment stopped.";
      const rollingBackTo = `ECS deployment stopped: rolling back to deploymentId ${target.id}.`;
      const after = rollBack(
        state,
        service,
        primary,
        target,
        { failed, rollingBack: rollingBackTo, reason },
        world.now(),
      );
      state.table(serviceTable).put(tellEvents(state, world, after, [rollingBack(service.name, target.id)]));
      return { serviceDeploymentArn: arn };
    },
  },
);
