import { at, listAt } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { deed, ecs, runningTasks, untilSteady, within } from "../service.ts";
import { CLUSTER, DESIRED, SERVICE, type Story } from "../story.ts";

/** An image that works takes over, and nobody misses a task meanwhile. */
export const goodImage = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("7. A good image is deployed");
  const { second } = story.definitions;
  const since = deed(story, "update-service: the good image, minimumHealthyPercent 100, maximumPercent 150");
  await ecs(
    voyage,
    "UpdateService",
    {
      service: SERVICE,
      taskDefinition: second,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 150 },
    },
    "its deployment is in progress, and watched by the circuit breaker as before",
    (output) =>
      at(output, "service", "deployments", 0, "rolloutState") === "IN_PROGRESS" &&
      at(output, "service", "deploymentConfiguration", "deploymentCircuitBreaker", "rollback") === true,
  );
  await untilSteady(voyage, story, since);
  await voyage.wait(voyage.harbour.root, "services-stable", CLUSTER, SERVICE);
  within(voyage, story, since, { fewest: DESIRED, most: 9 });
  await ecs(
    voyage,
    "ListServiceDeployments",
    { service: SERVICE, status: ["SUCCESSFUL"] },
    "the service deployment is SUCCESSFUL",
    (output) => listAt(output, "serviceDeployments").length === 2,
  );
  const tasks = await runningTasks(voyage, "six tasks run");
  const answers = await Promise.all(
    tasks.map(async (task) => {
      const port = at(task, "containers", 0, "networkBindings", 0, "hostPort");
      const response = await fetch(`http://127.0.0.1:${port}/`);
      return (await response.text()).trim();
    }),
  );
  voyage.note(
    "all six serve the new version",
    answers.length === DESIRED && answers.every((answer) => answer === "version 3"),
    answers.join("\n"),
  );
};
