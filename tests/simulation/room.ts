import { containerInstanceTable } from "../../src/services/ecs/container-instances/table.ts";
import type { ServiceRow } from "../../src/services/ecs/services/table.ts";
import { taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Reader } from "../../src/state/index.ts";
import { CAPACITY } from "./machine.ts";
import { DEMANDS, type Family } from "./prepared.ts";
import { satisfies } from "./watch-service.ts";

/** Whether a task of a service would find a place: asked the simplest way there is, of each instance. */
export const hasRoom = (state: Reader, service: ServiceRow): boolean => {
  const family = /task-definition\/(\w+):/.exec(service.taskDefinitionArn)?.[1] as Family;
  const { cpu, memory, port } = DEMANDS[family];
  const distinct = service.placementConstraints.some(({ type }) => type === "distinctInstance");
  return [...state.table(containerInstanceTable).all()].some((instance) => {
    if (instance.status !== "ACTIVE" || !instance.agentConnected || !satisfies(instance, service))
      return false;
    const tasks = [...state.table(taskTable).by("live", instance.arn)];
    const own = tasks.filter(({ group }) => group === `service:${service.name}`);
    const daemon = service.schedulingStrategy === "DAEMON";
    if ((distinct || daemon) && own.length > 0) return false;
    const held = tasks.map((task) => DEMANDS[task.family as Family]);
    return (
      held.reduce((sum, one) => sum + one.cpu, cpu) <= CAPACITY.cpu &&
      held.reduce((sum, one) => sum + one.memory, memory) <= CAPACITY.memory &&
      (port === undefined || held.every((one) => one.port !== port))
    );
  });
};
