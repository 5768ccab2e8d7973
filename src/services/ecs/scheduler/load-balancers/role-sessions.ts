import { partitionOfRegion } from "../../../../arn.ts";
import { type Caller, type ControlPlane, invoke } from "../../../../operation/index.ts";
import { createLeastRecentlyUsed, findRoleByArn } from "../../../iam/index.ts";
import { holdRole, serviceCaller, sts } from "../../../sts/index.ts";
import { SCHEDULER_SERVICE, SCHEDULER_SESSION } from "../../services/load-balancers/service-role.ts";
import type { RegistrationRow } from "./registration-table.ts";

const KEPT = 10_000;

/** A session ends so long after it began, and another one begins so long before that; milliseconds. */
const LENGTH = 60 * 60 * 1000;
const MARGIN = 5 * 60 * 1000;

const keyOf = ({ roleArn, serviceArn }: RegistrationRow): string => `${roleArn} ${serviceArn}`;

/**
 * The sessions in which the service scheduler acts for services, in memory alone. The role is assumed through STS as
 * anybody does, so that its trust policy decides and the decision is recorded.
 */
export class RoleSessions {
  readonly #plane: ControlPlane;
  readonly #held = createLeastRecentlyUsed<string, Caller>(KEPT);

  constructor(plane: ControlPlane) {
    this.#plane = plane;
  }

  /** A session for a registration's calls. Rejects with AwsError when the role does not let the service have one. */
  async of(row: RegistrationRow): Promise<Caller> {
    const { roleArn, serviceArn, accountId, region } = row;
    const { state, world } = this.#plane;
    const key = keyOf(row);
    const held = this.#held.get(key);
    // A role that was made anew under the same name is another one.
    const same = held !== undefined && findRoleByArn(state, roleArn)?.id === held.roleId;
    if (same && (held.session?.expiresAt ?? 0) - MARGIN > world.now()) return held;
    const session = await invoke(this.#plane, {
      service: sts,
      operation: holdRole,
      input: { RoleArn: roleArn, RoleSessionName: SCHEDULER_SESSION, DurationSeconds: LENGTH / 1000 },
      caller: serviceCaller(SCHEDULER_SERVICE, accountId, serviceArn),
      scope: { accountId, region, partition: partitionOfRegion(region) },
      request: { requestId: world.uuid(), secureTransport: true },
    });
    return this.#held.set(key, session);
  }

  /**
   * Ends the session for a registration's calls after one was denied: it may have been revoked, as all are that are
   * older than a moment. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
   */
  forget(row: RegistrationRow): void {
    this.#held.delete(keyOf(row));
  }
}
