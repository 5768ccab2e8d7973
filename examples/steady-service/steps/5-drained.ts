import { at } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { deed, ecs, untilSteady, within } from "../service.ts";
import { DESIRED, type Story } from "../story.ts";

/** A machine is emptied for maintenance: each task has its replacement before it goes. */
export const drained = async (voyage: Voyage, story: Story): Promise<void> => {
  const [, machine] = story.machines;
  const containerInstances = [machine.containerInstanceArn];
  voyage.begin("5. The machine that has all six tasks is drained");
  const since = deed(story, `update-container-instances-state DRAINING, of ${machine.instanceId}`);
  await ecs(
    voyage,
    "UpdateContainerInstancesState",
    { containerInstances, status: "DRAINING" },
    "it is DRAINING",
    (output) => at(output, "containerInstances", 0, "status") === "DRAINING",
  );
  await untilSteady(voyage, story, since);
  within(voyage, story, since, { fewest: DESIRED, most: 9 });
  await ecs(
    voyage,
    "DescribeContainerInstances",
    { containerInstances },
    "it is empty",
    (output) =>
      at(output, "containerInstances", 0, "runningTasksCount") === 0 &&
      at(output, "containerInstances", 0, "pendingTasksCount") === 0,
  );
  deed(story, `update-container-instances-state ACTIVE, of ${machine.instanceId}`);
  await ecs(
    voyage,
    "UpdateContainerInstancesState",
    { containerInstances, status: "ACTIVE" },
    "and takes tasks again",
    (output) => at(output, "containerInstances", 0, "status") === "ACTIVE",
  );
};
