import { at, listAt, textAt } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { deed, ecs, untilSteady, within } from "../service.ts";
import { DESIRED, SERVICE, type Story } from "../story.ts";

/**
 * An image that cannot start, deployed without room for a seventh task: 40 and 110 percent of six are at least three and
 * at most six, as AWS rounds. Three tasks give way to it, and come back when the circuit breaker has seen enough.
 */
export const brokenImage = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("6. A broken image is deployed, and the circuit breaker rolls back");
  const { broken, first } = story.definitions;
  const since = deed(story, "update-service: the broken image, minimumHealthyPercent 40, maximumPercent 110");
  const answer = await ecs(
    voyage,
    "UpdateService",
    {
      service: SERVICE,
      taskDefinition: broken,
      deploymentConfiguration: { minimumHealthyPercent: 40, maximumPercent: 110 },
    },
    "a second deployment is PRIMARY, the first one still ACTIVE",
    (output) =>
      at(output, "service", "deployments", 0, "taskDefinition") === broken &&
      at(output, "service", "deployments", 1, "taskDefinition") === first,
  );
  const [failed, good] = [0, 1].map((index) => textAt(answer, "service", "deployments", index, "id"));
  await untilSteady(voyage, story, since);
  within(voyage, story, since, { fewest: DESIRED / 2, most: DESIRED });
  const seen = [...story.service.deployments(broken), ...story.service.deployments(first)];
  const reasonOf = (id: string | undefined, state: string): string | undefined =>
    seen.findLast((one) => one.id === id && one.rolloutState === state)?.rolloutStateReason;
  const failure = reasonOf(failed, "FAILED");
  voyage.note(
    "the deployment was seen FAILED, with AWS's reason",
    failure === "ECS deployment circuit breaker: tasks failed to start.",
    failure,
  );
  const back = reasonOf(good, "IN_PROGRESS");
  voyage.note(
    "and the one before it IN_PROGRESS again",
    back === `ECS deployment circuit breaker: rolling back to deploymentId ${good}.`,
    back,
  );
  await rolledBack(voyage, story, String(failed), String(good));
};

const rolledBack = async (voyage: Voyage, story: Story, failed: string, good: string): Promise<void> => {
  await ecs(
    voyage,
    "DescribeServices",
    { services: [SERVICE] },
    "the service is back at its first deployment, and its event log tells why",
    (output) => {
      const texts = listAt(output, "services", 0, "events").map((event) => String(at(event, "message")));
      return (
        at(output, "services", 0, "taskDefinition") === story.definitions.first &&
        texts.includes(
          `(service ${SERVICE}) (deployment ${failed}) deployment failed: tasks failed to start.`,
        ) &&
        texts.includes(`(service ${SERVICE}) rolling back to deployment ${good}.`)
      );
    },
  );
  const listed = await ecs(
    voyage,
    "ListServiceDeployments",
    { service: SERVICE },
    "the service deployment is the newest of two",
    (output) => listAt(output, "serviceDeployments").length === 2,
  );
  await voyage.call(
    voyage.harbour.root,
    "ecs",
    "DescribeServiceDeployments",
    { serviceDeploymentArns: [textAt(listed, "serviceDeployments", 0, "serviceDeploymentArn")] },
    {
      ok: true,
      because: "it is rolled back, after the three failures that are the least AWS looks at",
      check: (output) => isRolledBack(at(output, "serviceDeployments", 0)),
    },
  );
};

const isRolledBack = (one: unknown): boolean =>
  at(one, "status") === "ROLLBACK_SUCCESSFUL" &&
  at(one, "deploymentCircuitBreaker", "status") === "TRIGGERED" &&
  at(one, "deploymentCircuitBreaker", "failureCount") === 3 &&
  at(one, "deploymentCircuitBreaker", "threshold") === 3 &&
  at(one, "rollback", "serviceRevisionArn") === at(one, "sourceServiceRevisions", 0, "arn");
