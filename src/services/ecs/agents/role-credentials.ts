import { parseArn, partitionOfRegion } from "../../../arn.ts";
import { type ControlPlane, invoke } from "../../../operation/index.ts";
import { assumeRole, serviceCaller, sts } from "../../sts/index.ts";
import { type TaskDefinitionRow, taskDefinitionTable } from "../task-definitions/table.ts";
import type { TaskRow } from "../tasks/table.ts";
import { TASKS_SERVICE, taskRoles } from "../tasks/task-roles.ts";

/** Temporary credentials as the agent takes and serves them. */
export type RoleCredentials = {
  readonly credentialsId: string;
  readonly roleArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** RFC 3339. */
  readonly expiration: string;
};

/** The two roles of a task, in the words of the agent's protocol. */
export type RoleType = "TaskApplication" | "TaskExecution";

/** A role's session for a task. */
export type RoleSession = {
  readonly roleType: RoleType;
  readonly credentials: RoleCredentials;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
};

/** Seconds; AWS's own. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
const SESSION_LENGTH = 6 * 60 * 60;

/** A role that a task needs could not be assumed. */
export class RoleNotAssumedError extends Error {
  readonly roleArn: string;
  constructor(roleArn: string, cause: unknown) {
    super(`the role ${roleArn} could not be assumed`, { cause });
    this.name = "RoleNotAssumedError";
    this.roleArn = roleArn;
  }
}

/**
 * New sessions of a task's roles. The service assumes them through STS like anybody, so that the roles' trust
 * policies decide and the decision is recorded. The names under which the agent serves the credentials stay.
 *
 * @throws RoleNotAssumedError
 */
export const roleSessions = async (plane: ControlPlane, task: TaskRow): Promise<readonly RoleSession[]> => {
  if (task.taskCredentialsId === undefined && task.executionCredentialsId === undefined) return [];
  const definition = plane.state.table(taskDefinitionTable).get(task.taskDefinitionArn);
  if (definition === undefined) return [];
  const scope = {
    accountId: task.accountId,
    region: task.region,
    partition: partitionOfRegion(task.region),
  };
  const roles = taskRoles(scope, definition.definition, task.overrides);
  const wanted = [
    ["TaskApplication", roles.task, task.taskCredentialsId],
    ["TaskExecution", roles.execution, task.executionCredentialsId],
  ] as const;
  const sessions: RoleSession[] = [];
  for (const [roleType, roleArn, credentialsId] of wanted) {
    if (roleArn === undefined || credentialsId === undefined) continue;
    if (parseArn(roleArn)?.accountId !== task.accountId) {
      throw new RoleNotAssumedError(roleArn, "the role is another account's");
    }
    sessions.push(await roleSession(plane, task, definition, { roleType, roleArn, credentialsId }));
  }
  return sessions;
};

const roleSession = async (
  plane: ControlPlane,
  task: TaskRow,
  definition: TaskDefinitionRow,
  { roleType, roleArn, credentialsId }: { roleType: RoleType; roleArn: string; credentialsId: string },
): Promise<RoleSession> => {
  try {
    const { Credentials: made } = await invoke(plane, {
      service: sts,
      operation: assumeRole,
      input: { RoleArn: roleArn, RoleSessionName: task.id, DurationSeconds: SESSION_LENGTH },
      caller: serviceCaller(TASKS_SERVICE, task.accountId, task.clusterArn),
      scope: {
        accountId: task.accountId,
        region: definition.region,
        partition: partitionOfRegion(definition.region),
      },
      request: { requestId: plane.world.uuid(), secureTransport: true },
    });
    const expiration = made?.Expiration ?? new Date(plane.world.now());
    return {
      roleType,
      expiresAt: expiration.getTime(),
      credentials: {
        credentialsId,
        roleArn,
        accessKeyId: made?.AccessKeyId ?? "",
        secretAccessKey: made?.SecretAccessKey ?? "",
        sessionToken: made?.SessionToken ?? "",
        expiration: `${expiration.toISOString().slice(0, 19)}Z`,
      },
    };
  } catch (error) {
    throw new RoleNotAssumedError(roleArn, error);
  }
};
