import { at, textAt } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { killContainer } from "../containers.ts";
import { deed, ecs, runningTasks, untilSteady, within } from "../service.ts";
import { DESIRED, type Story } from "../story.ts";

/** A container dies by another's hand: the task ends, and one takes its place. */
export const killedContainer = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("3. docker kill");
  const [task] = await runningTasks(voyage, "the tasks that run");
  const arn = textAt(task, "taskArn");
  const since = deed(story, `docker kill, of task ${arn.split("/").at(-1)}`);
  killContainer(textAt(task, "containers", 0, "runtimeId"));
  await untilSteady(voyage, story, since);
  within(voyage, story, since, { fewest: DESIRED - 1, most: DESIRED });
  await ecs(
    voyage,
    "DescribeTasks",
    { tasks: [arn] },
    "the task that lost its container tells how it ended",
    (output) => {
      const stopped = at(output, "tasks", 0);
      return (
        at(stopped, "lastStatus") === "STOPPED" &&
        at(stopped, "stopCode") === "EssentialContainerExited" &&
        at(stopped, "stoppedReason") === "Essential container in task exited" &&
        at(stopped, "containers", 0, "exitCode") === 137
      );
    },
  );
};
