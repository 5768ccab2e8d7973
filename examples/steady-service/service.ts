import { at, listAt } from "../shared/clients/client.ts";
import type { Voyage } from "../shared/voyage.ts";
import { CLUSTER, DESIRED, SERVICE, type Story } from "./story.ts";

/** Does something to the service, by a call or by hand, and writes down when. Answers the moment. */
export const deed = (story: Story, text: string): number => {
  const moment = Date.now();
  story.deeds.push({ at: moment, text });
  return moment;
};

/** A call to ECS about the story's cluster, which is to be allowed. */
export const ecs = (
  voyage: Voyage,
  operation: string,
  input: Readonly<Record<string, unknown>>,
  because: string,
  check?: (output: unknown) => boolean,
): Promise<unknown> =>
  voyage.call(
    voyage.harbour.root,
    "ecs",
    operation,
    { cluster: CLUSTER, ...input },
    check === undefined ? { ok: true, because } : { ok: true, because, check },
  );

/** The service's tasks that are to run, as DescribeTasks shows them. */
export const runningTasks = async (voyage: Voyage, because: string): Promise<readonly unknown[]> => {
  const listed = await ecs(voyage, "ListTasks", { serviceName: SERVICE }, `${because}: listed`);
  const tasks = listAt(listed, "taskArns");
  if (tasks.length === 0) return [];
  return listAt(await ecs(voyage, "DescribeTasks", { tasks }, because), "tasks");
};

/** Waits until the service is at rest: one deployment, COMPLETED, and every task that is desired runs. */
export const untilSteady = async (voyage: Voyage, story: Story, since: number): Promise<number> => {
  await voyage.until(
    voyage.harbour.root,
    "ecs",
    "DescribeServices",
    { cluster: CLUSTER, services: [SERVICE] },
    "the service says that it has reached a steady state",
    (output) => {
      const service = at(output, "services", 0);
      const event = at(service, "events", 0);
      return (
        at(service, "runningCount") === DESIRED &&
        at(service, "pendingCount") === 0 &&
        listAt(service, "deployments").length === 1 &&
        at(service, "deployments", 0, "rolloutState") === "COMPLETED" &&
        String(at(event, "message")) === `(service ${SERVICE}) has reached a steady state.` &&
        new Date(String(at(event, "createdAt"))).getTime() >= since
      );
    },
  );
  const took = (Date.now() - since) / 1000;
  voyage.note(
    "as many containers run as Docker counts",
    story.containers.now() === DESIRED,
    `${DESIRED} after ${took.toFixed(1)} s`,
  );
  return took;
};

/** Notes that there were never fewer or more than the deployment configuration allows. */
export const within = (
  voyage: Voyage,
  story: Story,
  since: number,
  { fewest, most }: { readonly fewest: number; readonly most: number },
): void => {
  const ran = story.containers.since(since);
  const tasks = story.service.mostTasks(since);
  voyage.note(
    `never fewer than ${fewest} containers ran, and never more than ${most}`,
    ran.fewest >= fewest && ran.most <= most,
    `${ran.fewest} to ${ran.most} containers`,
  );
  voyage.note(`never more than ${most} tasks were RUNNING or PENDING`, tasks <= most, `at most ${tasks}`);
};
