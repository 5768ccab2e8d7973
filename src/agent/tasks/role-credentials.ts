import type { TaskEndpoint } from "../task-endpoint/task-endpoint.ts";
import type { RoleCredentials } from "./payload-task.ts";
import type { RoleType, TaskRecord } from "./task-record.ts";

/** The credentials of the roles of an agent's tasks; in memory only. */
export type RoleCredentialStore = {
  /** Serves the task's role to its containers; without credentials yet until {@link set}. */
  readonly expect: (task: TaskRecord) => void;
  readonly set: (credentials: RoleCredentials) => void;
  readonly of: (task: TaskRecord, role: RoleType) => RoleCredentials | undefined;
  /** The task has stopped: its credentials are forgotten. */
  readonly forget: (task: TaskRecord) => void;
  /** The agent stops serving altogether. */
  readonly clear: () => void;
};

/** A store whose credentials can be had at `taskEndpoint` by their ids. */
export const createRoleCredentialStore = (taskEndpoint: TaskEndpoint): RoleCredentialStore => {
  const known = new Map<string, RoleCredentials>();
  const registered = new Set<string>();
  const remove = (id: string) => {
    known.delete(id);
    if (registered.delete(id)) taskEndpoint.removeCredentials(id);
  };
  return {
    expect: (task) => {
      for (const role of Object.values(task.roles)) {
        registered.add(role.credentialsId);
        taskEndpoint.addCredentials(role.credentialsId, () => known.get(role.credentialsId));
      }
    },
    set: (credentials) => void known.set(credentials.credentialsId, credentials),
    of: (task, role) => known.get(task.roles[role]?.credentialsId ?? ""),
    forget: (task) => {
      for (const role of Object.values(task.roles)) remove(role.credentialsId);
    },
    clear: () => {
      for (const id of [...registered]) remove(id);
    },
  };
};
