import type {
  Failure,
  GetTaskProtectionRequest,
  GetTaskProtectionResponse,
  UpdateTaskProtectionRequest,
  UpdateTaskProtectionResponse,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { requireTaskReferences, taskNeeds } from "./describe-tasks.ts";
import { taskTable } from "./table.ts";
import { taskArnOf } from "./task-reference.ts";

/** Two days. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
const LONGEST_MINUTES = 2880;

/**
 * Why a task cannot be protected: it is not there, or no service started it. Only the tasks of services can
 * be, and no service starts tasks here yet.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
 */
const unprotectable = (state: Reader, scope: Scope, clusterArn: string, reference: string): Failure => {
  const arn = taskArnOf(scope, clusterArn, reference);
  return state.table(taskTable).get(arn) === undefined
    ? { arn, reason: "MISSING" }
    : { arn, reason: "TASK_NOT_VALID", detail: "The specified task is not part of an Amazon ECS service." };
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_GetTaskProtection.html */
export const getTaskProtection = operation<GetTaskProtectionRequest, GetTaskProtectionResponse>(
  "GetTaskProtection",
  {
    needs: ({ input, scope, state }) => {
      const references = requireTaskReferences(input.tasks);
      return taskNeeds(state, scope, "ecs:GetTaskProtection", input.cluster, references);
    },
    run: ({ input, scope, state }) => {
      const cluster = activeCluster(state, scope, input.cluster);
      const failures = (input.tasks ?? []).map((task) => unprotectable(state, scope, cluster.arn, task));
      return { protectedTasks: [], failures };
    },
  },
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateTaskProtection.html */
export const updateTaskProtection = operation<UpdateTaskProtectionRequest, UpdateTaskProtectionResponse>(
  "UpdateTaskProtection",
  {
    needs: ({ input, scope, state }) => {
      const references = requireTaskReferences(input.tasks);
      return taskNeeds(state, scope, "ecs:UpdateTaskProtection", input.cluster, references);
    },
    run: ({ input, scope, state }) => {
      const cluster = activeCluster(state, scope, input.cluster);
      const minutes = input.expiresInMinutes;
      if (minutes !== undefined && (minutes < 1 || minutes > LONGEST_MINUTES)) {
        throw invalidParameter(`expiresInMinutes must be between 1 and ${LONGEST_MINUTES}.`);
      }
      const failures = (input.tasks ?? []).map((task) => unprotectable(state, scope, cluster.arn, task));
      return { protectedTasks: [], failures };
    },
  },
);
