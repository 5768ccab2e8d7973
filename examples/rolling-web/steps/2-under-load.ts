import { at, listAt } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { killContainer } from "../kill-container.ts";
import { ecs, SERVICE, type Story, untilSteady } from "../story.ts";

const mark = (story: Story, text: string): number => {
  const now = Date.now();
  story.marks.push({ at: now, text });
  return now;
};

/** What happens to the service while requests come in: each change is waited for. */
export const underLoad = async (voyage: Voyage, story: Story): Promise<void> => {
  const update = async (what: string, input: Readonly<Record<string, unknown>>, desired: number) => {
    const since = mark(story, what);
    await ecs(voyage, "UpdateService", { service: SERVICE, ...input }, what);
    await untilSteady(voyage, desired, `${what}: done`, since);
  };
  voyage.begin(
    "4. While requests come in: a deployment, 3 → 6 → 2 tasks, a killed container, a drained machine",
  );
  await update("deploy v2", { taskDefinition: story.definitions[1] }, 3);
  await update("3 → 6 tasks", { desiredCount: 6 }, 6);
  await update("6 → 2 tasks", { desiredCount: 2 }, 2);
  const [task] = await runningTasks(voyage);
  const killed = mark(story, "docker kill");
  killContainer(String(at(task, "containers", 0, "runtimeId")));
  await untilSteady(voyage, 2, "the killed container has its replacement", killed);
  const tasks = await runningTasks(voyage);
  const instance = String(at(tasks[0], "containerInstanceArn"));
  const drained = mark(story, "drain a machine");
  await ecs(
    voyage,
    "UpdateContainerInstancesState",
    { containerInstances: [instance], status: "DRAINING" },
    "a machine with a task on it is DRAINING",
  );
  await untilSteady(voyage, 2, "its task has moved", drained);
  mark(story, "moved");
  await ecs(
    voyage,
    "UpdateContainerInstancesState",
    { containerInstances: [instance], status: "ACTIVE" },
    "the machine takes tasks again",
  );
};

const runningTasks = async (voyage: Voyage): Promise<readonly unknown[]> => {
  const listed = await ecs(voyage, "ListTasks", { serviceName: SERVICE }, "the tasks are listed");
  return listAt(
    await ecs(voyage, "DescribeTasks", { tasks: listAt(listed, "taskArns") }, "and described"),
    "tasks",
  );
};
