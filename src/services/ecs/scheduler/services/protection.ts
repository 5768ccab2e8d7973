import type { ServiceRow } from "../../services/table.ts";
import { unableToScaleIn } from "./event-texts.ts";
import { toldOnce } from "./repetition.ts";
import type { ServicePlan } from "./service-plan.ts";
import type { ServiceTask } from "./service-task.ts";

/**
 * Tells the event log that a service has too many tasks for no other reason than that they are protected: once, and
 * then every few hours. Answers the service with what was told; the caller writes that one.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
 */
export const tellProtection = (
  service: ServiceRow,
  plan: ServicePlan,
  tasks: readonly ServiceTask[],
  now: number,
): { readonly service: ServiceRow; readonly events: readonly string[] } => {
  const messages = [...kept(service, plan, tasks)].map(([deploymentId, count]) =>
    unableToScaleIn(service.name, deploymentId, count, deploymentId === service.deploymentId),
  );
  const { protection, ...rest } = service;
  if (messages.length === 0) return { service: protection === undefined ? service : rest, events: [] };
  const message = messages.join("\n");
  const told = toldOnce(protection, message, now);
  if (told === protection) return { service, events: [] };
  return { service: { ...service, protection: told }, events: messages };
};

/** How many protected tasks of each deployment are too many. As long as anything else moves, nobody can tell. */
const kept = (
  service: ServiceRow,
  plan: ServicePlan,
  tasks: readonly ServiceTask[],
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  let excess = tasks.length - service.desiredCount;
  const moves = plan.stops.length + plan.start + plan.startOn.length > 0;
  if (service.status !== "ACTIVE" || excess <= 0 || moves) return counts;
  if (tasks.some(({ state }) => state !== "healthy")) return counts;
  const isOld = ({ deploymentId, draining }: ServiceTask): boolean =>
    draining || deploymentId !== service.deploymentId;
  const held = tasks.filter((task) => task.protected);
  for (const { deploymentId } of [...held.filter(isOld), ...held.filter((task) => !isOld(task))]) {
    if (excess-- <= 0) break;
    counts.set(deploymentId, (counts.get(deploymentId) ?? 0) + 1);
  }
  return counts;
};
