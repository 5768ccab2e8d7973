import { iamArn, type Scope } from "../../../arn.ts";
import { uniqueId } from "../../../ids.ts";
import type { Transaction } from "../../../state/index.ts";
import type { World } from "../../../world.ts";
import { limitExceeded } from "../errors.ts";
import { QUOTAS } from "../quotas.ts";
import { type RoleRow, roleTable } from "./table.ts";

/** What differs between one new role and another. */
export type NewRole = Pick<RoleRow, "name" | "path" | "trustPolicy"> & Partial<RoleRow>;

/** Seconds. */
const DEFAULT_SESSION_DURATION = 3600;

/** Puts a new role into the account. Throws LimitExceeded. */
export const putNewRole = (state: Transaction, scope: Scope, world: World, role: NewRole): RoleRow => {
  const { accountId } = scope;
  const roles = state.table(roleTable);
  if (roles.countBy("account", accountId) >= QUOTAS.RolesPerAccount) {
    throw limitExceeded("RolesPerAccount", QUOTAS.RolesPerAccount);
  }
  const row: RoleRow = {
    id: uniqueId(world, "AROA"),
    accountId,
    arn: iamArn(scope, `role${role.path}${role.name}`),
    createdAt: world.now(),
    maxSessionDuration: DEFAULT_SESSION_DURATION,
    trustedPrincipals: [],
    tags: [],
    attachedPolicyArns: [],
    inlinePolicies: [],
    ...role,
  };
  roles.put(row);
  return row;
};
