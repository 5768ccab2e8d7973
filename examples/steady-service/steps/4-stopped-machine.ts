import { at, listAt } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { deed, ecs, runningTasks, untilSteady, within } from "../service.ts";
import { CLUSTER, DESIRED, type Story } from "../story.ts";

/** A machine is stopped, and its agent with it: the other one carries the whole service. Later it comes back. */
export const stoppedMachine = async (voyage: Voyage, story: Story): Promise<void> => {
  const [machine, other] = story.machines;
  const { root } = voyage.harbour;
  const InstanceIds = [machine.instanceId];
  voyage.begin("4. A machine is stopped, with its agent and three tasks");
  const tasks = await runningTasks(voyage, "the tasks that run");
  const lost = tasks
    .filter((task) => at(task, "containerInstanceArn") === machine.containerInstanceArn)
    .map((task) => at(task, "taskArn"));
  const since = deed(story, `stop-instances ${machine.instanceId}`);
  await voyage.call(
    root,
    "ec2",
    "StopInstances",
    { InstanceIds },
    { ok: true, because: "the machine is asked to stop" },
  );
  await untilSteady(voyage, story, since);
  within(voyage, story, since, { fewest: DESIRED - lost.length, most: DESIRED });
  await ecs(voyage, "DescribeTasks", { tasks: lost }, "the tasks that went down with it say so", (output) =>
    listAt(output, "tasks").every(
      (task) =>
        at(task, "lastStatus") === "STOPPED" &&
        at(task, "stoppedReason") === `Host EC2 (instance ${machine.instanceId}) stopped.`,
    ),
  );
  const now = await runningTasks(voyage, "all six run on the other machine");
  voyage.note(
    "all of them are there",
    now.every((task) => at(task, "containerInstanceArn") === other.containerInstanceArn),
  );
  deed(story, `start-instances ${machine.instanceId}`);
  await voyage.call(root, "ec2", "StartInstances", { InstanceIds }, { ok: true, because: "it comes back" });
  await voyage.until(
    root,
    "ecs",
    "DescribeContainerInstances",
    { cluster: CLUSTER, containerInstances: [machine.containerInstanceArn] },
    "it is the same container instance, connected, and empty",
    (output) => {
      const instance = at(output, "containerInstances", 0);
      return (
        at(instance, "agentConnected") === true &&
        at(instance, "status") === "ACTIVE" &&
        at(instance, "runningTasksCount") === 0
      );
    },
  );
};
