import type { Reader } from "../../../../state/index.ts";
import type { DeploymentRow } from "../../services/deployment-table.ts";
import type { ServiceRow } from "../../services/table.ts";
import { taskDefinitionTable } from "../../task-definitions/table.ts";
import { isOfLaunchType } from "../../tasks/launch-type.ts";
import { activeCandidates } from "../../tasks/plan-placement.ts";
import { taskFacts } from "../../tasks/task-facts.ts";
import { matches } from "../expression/index.ts";
import { placementOf } from "./launch.ts";

/** An instance that a DAEMON service is for; without its agent it cannot be given a task at the moment. */
export type DaemonInstance = { readonly arn: string; readonly connected: boolean };

/**
 * The container instances that a DAEMON service is for: the ACTIVE ones that have what the task definition
 * requires and satisfy the placement constraints. Room for the task is not asked for.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html#service_scheduler_daemon
 */
export const daemonInstances = (
  state: Reader,
  service: ServiceRow,
  deployment: DeploymentRow,
): readonly DaemonInstance[] => {
  const definition = state.table(taskDefinitionTable).get(deployment.taskDefinitionArn);
  if (definition === undefined) return [];
  const { requiredAttributes, constraints } = placementOf(service, deployment, definition);
  const facts = taskFacts(state);
  return activeCandidates(state, service.clusterArn)
    .filter((candidate) => isOfLaunchType(deployment.launchType, candidate))
    .filter(({ attributes }) =>
      requiredAttributes.every(({ name, value }) => {
        const has = attributes.get(name ?? "");
        return has !== undefined && (!value || value === has);
      }),
    )
    .filter((candidate) =>
      constraints.memberOf.every(({ expression }) => matches(expression, { candidate, ...facts })),
    )
    .map(({ instance }) => ({ arn: instance.arn, connected: instance.agentConnected }));
};
