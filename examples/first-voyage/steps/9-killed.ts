import { at } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { isRunning } from "../docker.ts";
import type { Story } from "../story.ts";
import { runWeb } from "./7-real-containers.ts";

/** The control plane dies without a warning; nothing that it had acknowledged is lost. */
export const killed = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  voyage.begin("9. Killed with -9 and started again: everything is there");
  await runWeb(voyage, story);
  await voyage.harbour.killAndRestart();
  voyage.note("the container ran on", isRunning(story.task.runtimeId), story.task.runtimeId);
  await voyage.call(
    story.alice,
    "ecs",
    "DescribeClusters",
    { clusters: ["harbour"] },
    {
      ok: true,
      because: "alice, her key and her policies are known",
    },
  );
  await voyage.until(
    root,
    "ecs",
    "DescribeContainerInstances",
    { cluster: "harbour", containerInstances: [story.containerInstanceArn] },
    "the same container instance is connected again",
    (output) =>
      at(output, "containerInstances", 0, "agentConnected") === true &&
      at(output, "containerInstances", 0, "runningTasksCount") === 1,
  );
  await voyage.call(
    root,
    "ecs",
    "StopTask",
    { cluster: "harbour", task: story.task.arn },
    {
      ok: true,
      because: "the task from before is asked to stop",
    },
  );
  await voyage.wait(root, "tasks-stopped", "harbour", story.task.arn);
  await voyage.call(
    root,
    "ecs",
    "DescribeTasks",
    { cluster: "harbour", tasks: [story.task.arn] },
    {
      ok: true,
      because: "and stops as if nothing had happened",
      check: (output) => at(output, "tasks", 0, "containers", 0, "exitCode") === 7,
    },
  );
  await runWeb(voyage, story);
  await voyage.call(
    root,
    "ec2",
    "TerminateInstances",
    { InstanceIds: [story.instanceId] },
    {
      ok: true,
      because: "the instance is terminated",
    },
  );
  await voyage.until(
    root,
    "ecs",
    "DescribeTasks",
    { cluster: "harbour", tasks: [story.task.arn] },
    "the task goes down with its instance",
    (output) => at(output, "tasks", 0, "lastStatus") === "STOPPED",
  );
};
