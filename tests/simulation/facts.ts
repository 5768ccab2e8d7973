import type { ProtectedTask, Service, Task } from "@aws-sdk/client-ecs";
import { containerInstanceTable } from "../../src/services/ecs/container-instances/table.ts";
import {
  serviceDeploymentTable,
  serviceRevisionTable,
} from "../../src/services/ecs/service-deployments/table.ts";
import { serviceTable } from "../../src/services/ecs/services/table.ts";
import { taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Fact } from "./promises.ts";

/** CreateService and UpdateService: the service is there, wants so many tasks, and has that deployment. */
export const serviceFacts = ({ service }: { readonly service: Service }): readonly Fact[] => {
  const { serviceArn = "", desiredCount = 0, deployments = [], schedulingStrategy } = service;
  const id = deployments.find(({ status }) => status === "PRIMARY")?.id ?? "";
  return [
    {
      about: `service ${serviceArn}`,
      broken: (state) => {
        const status = state.table(serviceTable).get(serviceArn)?.status;
        return status === "ACTIVE" ? undefined : `${serviceArn} is ${status ?? "gone"}`;
      },
    },
    {
      about: `desired count of ${serviceArn}`,
      broken: (state) => {
        const row = state.table(serviceTable).get(serviceArn);
        if (schedulingStrategy === "DAEMON" || row?.status !== "ACTIVE" || row.desiredCount === desiredCount)
          return;
        return `${serviceArn} wants ${row.desiredCount} tasks and not ${desiredCount}`;
      },
    },
    {
      about: `deployment of ${serviceArn} ${id}`,
      broken: (state) => {
        // The history of a service ends when one of the same name is made anew.
        const now = state.table(serviceTable).get(serviceArn);
        if (now?.createdAt !== service.createdAt?.getTime()) return undefined;
        const revisions = [...state.table(serviceRevisionTable).by("service", serviceArn)];
        const there = revisions.some(({ deploymentId }) => deploymentId === id);
        return there ? undefined : `${serviceArn} has forgotten its deployment ${id}`;
      },
    },
  ];
};

/** DeleteService: the service is on its way out, or gone. */
export const deletedFacts = ({ service }: { readonly service: Service }): readonly Fact[] => {
  const arn = service.serviceArn ?? "";
  return [
    {
      about: `service ${arn}`,
      broken: (state) =>
        state.table(serviceTable).get(arn)?.status === "ACTIVE"
          ? `${arn} is ACTIVE after it was deleted`
          : undefined,
    },
    {
      about: `desired count of ${arn}`,
      broken: (state) => {
        const row = state.table(serviceTable).get(arn);
        const wants = row === undefined || row.status === "ACTIVE" ? 0 : row.desiredCount;
        return wants === 0 ? undefined : `${arn} was deleted and wants ${wants} tasks`;
      },
    },
  ];
};

/** StopServiceDeployment: it is not under way any more, or on its way back. */
export const stoppedDeploymentFacts = ({
  serviceDeploymentArn: arn,
}: {
  readonly serviceDeploymentArn: string;
}): readonly Fact[] => [
  {
    about: `service deployment ${arn}`,
    broken: (state) =>
      state.table(serviceDeploymentTable).get(arn)?.status === "IN_PROGRESS" ? `${arn} goes on` : undefined,
  },
];

const taskThere = (arn: string): Fact => ({
  about: `task ${arn}`,
  broken: (state) => (state.table(taskTable).get(arn) === undefined ? `${arn} is not there` : undefined),
});

/** Nothing is said about it any more. */
export const nothingAbout = (about: string): Fact => ({ about, broken: () => undefined });

/** RunTask and StartTask: the tasks are there. */
export const launchedFacts = ({ tasks = [] }: { readonly tasks?: readonly Task[] }): readonly Fact[] =>
  tasks.map(({ taskArn = "" }) => taskThere(taskArn));

/** RunTask with a token: the same token stands for these tasks. */
export const tokenFacts =
  (token: string) =>
  ({ tasks = [] }: { readonly tasks?: readonly Task[] }): readonly Fact[] => {
    const arns = tasks.map(({ taskArn = "" }) => taskArn);
    if (arns.length === 0) return [];
    return [
      ...arns.map(taskThere),
      {
        about: `token ${token}`,
        broken: (state) => {
          const rows = [...state.table(taskTable).all()].filter((row) =>
            row.clientToken?.endsWith(`/${token}`),
          );
          // The token is forgotten with its tasks.
          const others = rows.filter(({ arn }) => !arns.includes(arn));
          return others.length === 0
            ? undefined
            : `the token ${token} stands for ${others[0]?.arn} beside ${arns[0]}`;
        },
      },
    ];
  };

/** StopTask: the task is to stop. */
export const stopFacts = ({ task }: { readonly task: Task }): readonly Fact[] => [
  {
    about: `stop of ${task.taskArn}`,
    broken: (state) =>
      state.table(taskTable).get(task.taskArn ?? "")?.desiredStatus === "RUNNING"
        ? `${task.taskArn} is to run after StopTask`
        : undefined,
  },
];

/** UpdateTaskProtection: the tasks are protected until then, or not at all. */
export const protectionFacts = ({
  protectedTasks = [],
}: {
  readonly protectedTasks?: readonly ProtectedTask[];
}): readonly Fact[] =>
  protectedTasks.map(({ taskArn = "", expirationDate }) => ({
    about: `protection of ${taskArn}`,
    broken: (state) => {
      const row = state.table(taskTable).get(taskArn);
      if (row === undefined || row.lastStatus === "STOPPED") return undefined;
      return row.protectedUntil === expirationDate?.getTime()
        ? undefined
        : `${taskArn} is protected until ${row.protectedUntil} and not ${expirationDate?.getTime()}`;
    },
  }));

/** RegisterContainerInstance: the instance is there. */
export const instanceThere = (arn: string): Fact => ({
  about: `instance ${arn}`,
  broken: (state) => {
    const status = state.table(containerInstanceTable).get(arn)?.status ?? "gone";
    return status === "INACTIVE" || status === "gone" ? `${arn} is ${status}` : undefined;
  },
});

/** It was deregistered. */
export const instanceGone = (arn: string): Fact => ({
  about: `instance ${arn}`,
  broken: (state) => {
    const row = state.table(containerInstanceTable).get(arn);
    return row === undefined || row.status === "INACTIVE"
      ? undefined
      : `${arn} is ${row.status} after it was deregistered`;
  },
});

/** UpdateContainerInstancesState: the instances that are not gone are so. */
export const statusFacts =
  (wanted: "ACTIVE" | "DRAINING") =>
  ({
    containerInstances = [],
  }: {
    readonly containerInstances?: readonly { readonly containerInstanceArn?: string }[];
  }): readonly Fact[] =>
    containerInstances.map(({ containerInstanceArn: arn = "" }) => ({
      about: `status of ${arn}`,
      broken: (state) => {
        const status = state.table(containerInstanceTable).get(arn)?.status;
        return status === undefined || status === "INACTIVE" || status === wanted
          ? undefined
          : `${arn} is ${status} and not ${wanted}`;
      },
    }));
