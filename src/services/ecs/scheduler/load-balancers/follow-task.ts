import type { Transaction } from "../../../../state/index.ts";
import { deploymentTable } from "../../services/deployment-table.ts";
import type { ServiceLoadBalancer } from "../../services/load-balancers/service-load-balancer.ts";
import { serviceTable } from "../../services/table.ts";
import { withDeactivated } from "../../tasks/deactivation.ts";
import { putTask } from "../../tasks/place-task.ts";
import { type TaskRow, taskTable } from "../../tasks/table.ts";
import { serviceOfTask } from "../services/service-of-task.ts";
import {
  isEntering,
  type RegistrationRow,
  registrationKey,
  registrationTable,
  targetKeyOf,
} from "./registration-table.ts";
import { targetOfTask } from "./target-of-task.ts";

/**
 * Brings a task's registrations to what the task is now: one that runs is wanted by each load balancer of its
 * deployment, one that has ended or is to stop leaves them. Nothing to do writes nothing.
 */
export const followTask = (state: Transaction, taskArn: string, now: number): void => {
  const task = state.table(taskTable).get(taskArn);
  if (task === undefined || task.desiredStatus === "STOPPED") {
    leaveAll(state, taskArn, now);
    return;
  }
  if (task.lastStatus !== "RUNNING") return;
  const serviceArn = serviceOfTask(task) ?? "";
  const service = state.table(serviceTable).get(serviceArn);
  const deployment = state.table(deploymentTable).get(`${serviceArn}/${task.startedBy}`);
  if (service === undefined || deployment === undefined) return;
  for (const loadBalancer of deployment.loadBalancers ?? []) {
    const { roleArn } = service;
    want(state, task, { serviceArn, roleArn, deploymentId: deployment.id }, loadBalancer, now);
  }
};

const want = (
  state: Transaction,
  task: TaskRow,
  of: Pick<RegistrationRow, "serviceArn" | "roleArn" | "deploymentId">,
  loadBalancer: ServiceLoadBalancer,
  now: number,
): void => {
  const rows = state.table(registrationTable);
  const present = rows.get(registrationKey({ taskArn: task.arn, loadBalancer }));
  if (present?.target !== undefined) return;
  const target = targetOfTask(state, task, loadBalancer);
  if (present !== undefined && target === undefined) return;
  const { failure: _, nextAttemptAt: __, ...before } = present ?? fresh(task, of, loadBalancer, now);
  const row: RegistrationRow = { ...before, ...(target === undefined ? {} : { target }) };
  rows.put(row);
  supersede(state, row);
};

const fresh = (
  task: TaskRow,
  of: Pick<RegistrationRow, "serviceArn" | "roleArn" | "deploymentId">,
  loadBalancer: ServiceLoadBalancer,
  now: number,
): RegistrationRow => ({
  taskArn: task.arn,
  ...of,
  accountId: task.accountId,
  region: task.region,
  loadBalancer,
  state: "wanted",
  attempts: 0,
  createdAt: now,
});

/**
 * An earlier task that listened at the same place has ended: its port is this one's now. What is left to do of it
 * would be done to the new one.
 */
const supersede = (state: Transaction, row: RegistrationRow): void => {
  const key = targetKeyOf(row);
  if (key === undefined || row.loadBalancer.targetGroupArn === undefined) return;
  const rows = state.table(registrationTable);
  for (const other of [...rows.by("target", key)]) {
    if (other.taskArn !== row.taskArn && !isEntering(other)) rows.delete(registrationKey(other));
  }
};

/** Has a task leave all its load balancers; one that has none to leave can be stopped. */
export const leaveAll = (state: Transaction, taskArn: string, now: number): void => {
  const rows = state.table(registrationTable);
  for (const row of [...rows.by("task", taskArn)]) {
    if (!isEntering(row)) continue;
    // A call that failed registered nothing.
    const nothingThere = row.state === "wanted" && row.failure !== undefined && row.trying !== true;
    if (nothingThere) rows.delete(registrationKey(row));
    else rows.put(leaving(row, now));
  }
  finish(state, taskArn);
};

const leaving = (
  { failure: _, nextAttemptAt: __, trying: ___, reason: ____, ...row }: RegistrationRow,
  now: number,
): RegistrationRow => ({ ...row, state: "leaving", leavingSince: now, attempts: 0 });

/** Has a task that waits for its load balancers stopped, once none is left. */
export const finish = (state: Transaction, taskArn: string): void => {
  const task = state.table(taskTable).get(taskArn);
  if (task?.lastStatus !== "DEACTIVATING") return;
  if (state.table(registrationTable).countBy("task", taskArn) === 0)
    putTask(state, task, withDeactivated(task));
};
