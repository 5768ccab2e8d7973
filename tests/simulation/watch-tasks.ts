import type { Resource } from "@aws-sdk/client-ecs";
import {
  type ContainerInstanceRow,
  containerInstanceTable,
} from "../../src/services/ecs/container-instances/table.ts";
import { type TaskRow, taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Reader } from "../../src/state/index.ts";
import type { RowChange } from "./changes.ts";

type Fail = (message: string) => void;

const ORDER = [
  "PROVISIONING",
  "PENDING",
  "ACTIVATING",
  "RUNNING",
  "DEACTIVATING",
  "STOPPING",
  "DEPROVISIONING",
  "STOPPED",
];
const HOUR = 60 * 60 * 1000;

/** A task moves forward only, and is forgotten an hour after its end and no sooner. */
export const watchLife = (changes: readonly RowChange<TaskRow>[], now: number, fail: Fail): void => {
  for (const { before, after } of changes) {
    if (after === undefined) {
      if (before === undefined) continue;
      const over = before.lastStatus === "STOPPED" && (before.stoppedAt ?? now) + HOUR <= now;
      if (!over)
        fail(`${before.arn} is forgotten though it is ${before.lastStatus}, or ended less than an hour ago`);
      continue;
    }
    if (before === undefined) continue;
    if (ORDER.indexOf(after.lastStatus) < ORDER.indexOf(before.lastStatus)) {
      fail(`${after.arn} goes back from ${before.lastStatus} to ${after.lastStatus}`);
    }
    if (before.desiredStatus === "STOPPED" && after.desiredStatus === "RUNNING") {
      fail(`${after.arn} is to run again though it was to stop`);
    }
    if (before.containerInstanceArn !== after.containerInstanceArn)
      fail(`${after.arn} moves to another instance`);
    if (after.healthStatus !== before.healthStatus && after.family !== "checked") {
      fail(`${after.arn} becomes ${after.healthStatus}, but has no health check`);
    }
    if (after.lastStatus === "STOPPED" && after.desiredStatus !== "STOPPED") {
      fail(`${after.arn} has stopped but is to run`);
    }
  }
};

/** What an instance has left is what it registered less what its tasks hold: counted here anew, by hand. */
export const watchResources = (
  state: Reader,
  tasks: readonly RowChange<TaskRow>[],
  instances: readonly RowChange<ContainerInstanceRow>[],
  fail: Fail,
): void => {
  const arns = new Set<string>();
  for (const { before, after } of tasks) {
    const arn = (after ?? before)?.containerInstanceArn;
    if (arn !== undefined && (before === undefined || before.lastStatus !== after?.lastStatus)) arns.add(arn);
  }
  for (const { after } of instances) if (after !== undefined) arns.add(after.arn);
  for (const arn of arns) checkInstance(state, arn, fail);
};

const checkInstance = (state: Reader, arn: string, fail: Fail): void => {
  const instance = state.table(containerInstanceTable).get(arn);
  if (instance === undefined) return;
  let [cpu, memory] = [0, 0];
  const ports: string[] = [];
  for (const task of state.table(taskTable).by("instance", arn)) {
    if (task.lastStatus === "STOPPED") continue;
    cpu += task.reservation.cpu;
    memory += task.reservation.memory;
    ports.push(...task.reservation.tcpPorts.map(String));
  }
  const { registeredResources: registered, remainingResources: remaining } = instance;
  const problems = [
    ...[["CPU", cpu] as const, ["MEMORY", memory] as const].flatMap(([name, held]) => {
      const [had, has] = [amountOf(registered, name), amountOf(remaining, name)];
      return had - held === has && has >= 0
        ? []
        : [`${name}: ${had} registered, ${held} held, ${has} remaining`];
    }),
    ...portProblems([...namesOf(registered, "PORTS"), ...ports], namesOf(remaining, "PORTS")),
  ];
  if (problems.length > 0) fail(`${arn} does not add up: ${problems.join("; ")}`);
};

const portProblems = (expected: readonly string[], actual: readonly string[]): readonly string[] => {
  const same = [...expected].sort().join() === [...actual].sort().join();
  const once = new Set(actual).size === actual.length;
  return same && once ? [] : [`PORTS: ${expected.join(" ")} are in use, ${actual.join(" ")} are shown`];
};

const amountOf = (resources: readonly Resource[], name: string): number =>
  resources.find((resource) => resource.name === name)?.integerValue ?? 0;

const namesOf = (resources: readonly Resource[], name: string): readonly string[] =>
  resources.find((resource) => resource.name === name)?.stringSetValue ?? [];
