import type {
  Failure,
  GetTaskProtectionRequest,
  GetTaskProtectionResponse,
  ProtectedTask,
  UpdateTaskProtectionRequest,
  UpdateTaskProtectionResponse,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { serviceOfTask } from "../scheduler/services/service-of-task.ts";
import { serviceTable } from "../services/table.ts";
import { requireTaskReferences, taskNeeds } from "./describe-tasks.ts";
import { type TaskRow, taskTable } from "./table.ts";
import { taskArnOf } from "./task-reference.ts";

/** Two days, and two hours. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
const LONGEST_MINUTES = 2880;
const USUAL_MINUTES = 120;
const MOST_TO_UPDATE = 10;

/**
 * Why a task cannot be protected: it is not there, or no service started it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
 */
const protectable = (
  state: Reader,
  scope: Scope,
  clusterArn: string,
  reference: string,
): TaskRow | Required<Pick<Failure, "arn" | "reason">> => {
  const arn = taskArnOf(scope, clusterArn, reference);
  const task = state.table(taskTable).get(arn);
  if (task === undefined) return { arn, reason: "MISSING" };
  if (task.group.startsWith("service:") && task.lastStatus !== "STOPPED") return task;
  const detail = task.group.startsWith("service:")
    ? "The specified task is stopped."
    : "The specified task is not part of an Amazon ECS service.";
  return { arn, reason: "TASK_NOT_VALID", ...{ detail } };
};

const BLOCKED = {
  reason: "DEPLOYMENT_BLOCKED",
  detail: "The service has more protected tasks than its desired count.",
};

/**
 * Whether a service has more protected tasks than it is to have tasks, so that no further protection is given.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html (DEPLOYMENT_BLOCKED)
 */
const isBlocking = (state: Reader, task: TaskRow, now: number): boolean => {
  const { clusterArn, group } = task;
  const tasks = [...state.table(taskTable).by("scheduled", `${clusterArn}/${group}`)];
  const held = tasks.filter(
    ({ protectedUntil = 0, lastStatus }) => protectedUntil > now && lastStatus !== "STOPPED",
  );
  const service = state.table(serviceTable).get(serviceOfTask(task) ?? "");
  return service !== undefined && held.length > service.desiredCount;
};

const shown = ({ arn, protectedUntil = 0 }: TaskRow, now: number): ProtectedTask =>
  protectedUntil > now
    ? { taskArn: arn, protectionEnabled: true, expirationDate: new Date(protectedUntil) }
    : { taskArn: arn, protectionEnabled: false };

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_GetTaskProtection.html */
export const getTaskProtection = operation<GetTaskProtectionRequest, GetTaskProtectionResponse>(
  "GetTaskProtection",
  {
    needs: ({ input, scope, state }) => {
      const references = requireTaskReferences(input.tasks);
      return taskNeeds(state, scope, "ecs:GetTaskProtection", input.cluster, references);
    },
    run: ({ input, scope, state, world }) => {
      const cluster = activeCluster(state, scope, input.cluster);
      const output: Required<GetTaskProtectionResponse> = { protectedTasks: [], failures: [] };
      for (const reference of input.tasks ?? []) {
        const task = protectable(state, scope, cluster.arn, reference);
        if ("reason" in task) output.failures?.push(task);
        else output.protectedTasks?.push(shown(task, world.now()));
      }
      return output;
    },
  },
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
export const updateTaskProtection = operation<UpdateTaskProtectionRequest, UpdateTaskProtectionResponse>(
  "UpdateTaskProtection",
  {
    needs: ({ input, scope, state }) => {
      const references = requireTaskReferences(input.tasks, MOST_TO_UPDATE);
      return taskNeeds(state, scope, "ecs:UpdateTaskProtection", input.cluster, references);
    },
    run: ({ input, scope, state, world }) => {
      const cluster = activeCluster(state, scope, input.cluster);
      const minutes = input.expiresInMinutes ?? USUAL_MINUTES;
      if (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_MINUTES) {
        throw invalidParameter(`expiresInMinutes must be between 1 and ${LONGEST_MINUTES}.`);
      }
      const output: Required<UpdateTaskProtectionResponse> = { protectedTasks: [], failures: [] };
      for (const reference of input.tasks ?? []) {
        const task = protectable(state, scope, cluster.arn, reference);
        if ("reason" in task) {
          output.failures?.push(task);
          continue;
        }
        if (input.protectionEnabled === true && isBlocking(state, task, world.now())) {
          output.failures?.push({ arn: task.arn, ...BLOCKED });
          continue;
        }
        const { protectedUntil: _, ...bare } = task;
        const protectedUntil = world.now() + minutes * 60_000;
        const row = input.protectionEnabled === true ? { ...bare, protectedUntil } : bare;
        state.table(taskTable).put(row);
        output.protectedTasks?.push(shown(row, world.now()));
      }
      return output;
    },
  },
);
