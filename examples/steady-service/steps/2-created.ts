import { at, listAt } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { deed, ecs, runningTasks, untilSteady, within } from "../service.ts";
import { CLUSTER, DESIRED, SERVICE, type Story } from "../story.ts";

/** Six tasks, balanced over two machines, by rules that leave room for three more. */
export const created = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("2. A service of six tasks");
  const since = deed(story, "create-service: 6 tasks, minimumHealthyPercent 100, maximumPercent 150");
  await ecs(
    voyage,
    "CreateService",
    {
      serviceName: SERVICE,
      taskDefinition: story.definitions.first,
      desiredCount: DESIRED,
      deploymentConfiguration: {
        minimumHealthyPercent: 100,
        maximumPercent: 150,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
    },
    "the service is ACTIVE, its deployment in progress",
    (output) =>
      at(output, "service", "status") === "ACTIVE" &&
      at(output, "service", "deployments", 0, "rolloutState") === "IN_PROGRESS",
  );
  await untilSteady(voyage, story, since);
  await voyage.wait(voyage.harbour.root, "services-stable", CLUSTER, SERVICE);
  await ecs(
    voyage,
    "DescribeServices",
    { services: [SERVICE] },
    "its event log tells of six tasks, the deployment's end and the steady state, newest first",
    (output) => {
      const texts = listAt(output, "services", 0, "events").map((event) => String(at(event, "message")));
      const [steady, completed, started] = texts;
      return (
        texts.length === 3 &&
        steady === `(service ${SERVICE}) has reached a steady state.` &&
        /^\(service web\) \(deployment ecs-svc\/\d{19}\) deployment completed\.$/.test(completed ?? "") &&
        /^\(service web\) has started 6 tasks:( \(task [0-9a-f]{32}\)){6}\.$/.test(started ?? "")
      );
    },
  );
  const tasks = await runningTasks(voyage, "six tasks run");
  for (const { containerInstanceArn, instanceId } of story.machines) {
    const here = tasks.filter((task) => at(task, "containerInstanceArn") === containerInstanceArn).length;
    voyage.note(`half of them on ${instanceId}`, here === DESIRED / 2, `${here} tasks`);
  }
  within(voyage, story, since, { fewest: 0, most: DESIRED });
};
