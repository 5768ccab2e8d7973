import type {
  SubmitContainerStateChangeRequest,
  SubmitContainerStateChangeResponse,
  SubmitTaskStateChangeRequest,
  SubmitTaskStateChangeResponse,
} from "@aws-sdk/client-ecs";
import { parseArn } from "../../../arn.ts";
import { operation, type RunContext } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { clusterArn } from "../cluster-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { accessDenied } from "../errors.ts";
import { putTask } from "../tasks/place-task.ts";
import { type TaskReport, withReport } from "../tasks/report.ts";
import { type TaskRow, taskTable } from "../tasks/table.ts";
import { hostModeBindings } from "./host-mode-bindings.ts";
import { requireOwnInstance } from "./own-instance.ts";

/** What AWS answers; agents do not look at it. */
const acknowledged = { acknowledgment: "ACCEPT" };

const moment = (date: Date | undefined): number | undefined =>
  date === undefined || Number.isNaN(date.getTime()) ? undefined : date.getTime();

const given = <Name extends string>(name: Name, at: number | undefined): { [N in Name]?: number } =>
  (at === undefined ? {} : { [name]: at }) as { [N in Name]?: number };

/**
 * An agent's report of a task. What it tells is laid over what is known; a report of a task that is not there
 * any more is accepted and forgotten, because an agent drops what is answered with InvalidParameterException
 * and repeats for ever what is answered with any other client error.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SubmitTaskStateChange.html
 */
export const submitTaskStateChange = operation<SubmitTaskStateChangeRequest, SubmitTaskStateChangeResponse>(
  "SubmitTaskStateChange",
  {
    needs: ({ input, scope, state }) => clusterNeed(state, scope, "ecs:SubmitTaskStateChange", input.cluster),
    run: (context) => {
      const { input } = context;
      accept(context, "ecs:SubmitTaskStateChange", {
        ...(input.status === undefined ? {} : { status: input.status }),
        ...(input.reason === undefined ? {} : { reason: input.reason.slice(0, 1024) }),
        ...(input.containers === undefined ? {} : { containers: input.containers }),
        ...(input.managedAgents === undefined ? {} : { managedAgents: input.managedAgents }),
        ...(input.attachments === undefined ? {} : { attachments: input.attachments }),
        ...given("pullStartedAt", moment(input.pullStartedAt)),
        ...given("pullStoppedAt", moment(input.pullStoppedAt)),
        ...given("executionStoppedAt", moment(input.executionStoppedAt)),
      });
      return acknowledged;
    },
  },
);

/**
 * The report of a single container; today's agents tell of containers in the reports of their tasks.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SubmitContainerStateChange.html
 */
export const submitContainerStateChange = operation<
  SubmitContainerStateChangeRequest,
  SubmitContainerStateChangeResponse
>("SubmitContainerStateChange", {
  needs: ({ input, scope, state }) =>
    clusterNeed(state, scope, "ecs:SubmitContainerStateChange", input.cluster),
  run: (context) => {
    const { cluster: _cluster, task: _task, ...change } = context.input;
    accept(context, "ecs:SubmitContainerStateChange", { containers: [change] });
    return acknowledged;
  },
});

type ReportInput = { readonly cluster?: string | undefined; readonly task?: string | undefined };

const accept = (context: RunContext<ReportInput>, action: string, report: TaskReport): void => {
  const { state, world } = context;
  const task = reportedTask(context, action);
  if (task === undefined) return;
  const definition = hostModeBindings(state, task, report);
  const reported = withReport(task, definition, world.now());
  if (reported !== task) putTask(state, task, reported);
};

/** The task of a report, if it is known and of the cluster that the call was authorized on. */
const reportedTask = (context: RunContext<ReportInput>, action: string): TaskRow | undefined => {
  const { input, scope, caller, state } = context;
  const reference = input.task ?? "";
  const arn = parseArn(reference);
  if (arn !== undefined && arn.accountId !== scope.accountId) {
    throw accessDenied(
      `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${reference}`,
    );
  }
  const cluster = clusterArn(scope, input.cluster);
  const name = cluster.slice(cluster.lastIndexOf("/") + 1);
  const id = reference.slice(reference.lastIndexOf("/") + 1);
  const key =
    arn === undefined ? `${cluster.slice(0, cluster.indexOf(":cluster/"))}:task/${name}/${id}` : reference;
  const task = state.table(taskTable).get(key);
  // A permission on one cluster does not reach the tasks of another.
  if (task === undefined || task.clusterArn !== cluster) return undefined;
  const instance =
    task.containerInstanceArn === undefined
      ? undefined
      : state.table(containerInstanceTable).get(task.containerInstanceArn);
  if (instance !== undefined) requireOwnInstance(caller, scope, action, instance);
  return task;
};
