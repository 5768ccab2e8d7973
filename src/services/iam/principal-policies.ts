import {
  type CompiledPolicy,
  type PolicyKind,
  type PolicyLayers,
  policySet,
} from "../../authorization/index.ts";
import type { Reader } from "../../state/index.ts";
import { compiledDocument } from "./compiled-documents.ts";
import { type GroupRow, groupTable } from "./groups/table.ts";
import { awsManagedPolicy } from "./policies/aws-managed.ts";
import type { InlinePolicy } from "./policies/inline-policy.ts";
import { defaultDocument } from "./policies/managed-policy.ts";
import { type PolicyRow, policyTable } from "./policies/table.ts";
import type { RoleRow } from "./roles/table.ts";
import type { UserRow } from "./users/table.ts";

/** A user's or role's own policies, compiled, with the rows they were made of. */
export type PrincipalPolicies = {
  readonly layers: PolicyLayers;
  readonly groups: readonly GroupRow[];
  readonly policies: readonly PolicyUse[];
};

/** The row of a customer's policy as it was when a set was compiled. */
export type PolicyUse = { readonly arn: string; readonly row: PolicyRow | undefined };

/** Whether every policy row is still the one that was compiled: rows are never changed, only replaced. */
export const unchangedPolicies = (state: Reader, uses: readonly PolicyUse[]): boolean => {
  if (uses.length === 0) return true;
  const table = state.table(policyTable);
  for (const use of uses) if (table.get(use.arn) !== use.row) return false;
  return true;
};

/** Compiles the default version of a managed policy; takes note of the row it came from in `uses`. */
export const compiledManaged = (
  state: Reader,
  arn: string,
  kind: PolicyKind,
  attachedTo: string,
  uses: PolicyUse[],
): readonly CompiledPolicy[] => {
  const aws = awsManagedPolicy(arn);
  if (aws !== undefined) {
    return [compiledDocument(aws.document, { kind, name: aws.name, arn, attachedTo })];
  }
  const row = state.table(policyTable).get(arn);
  uses.push({ arn, row });
  return row === undefined
    ? []
    : [compiledDocument(defaultDocument(row), { kind, name: row.name, arn, attachedTo })];
};

/** What has policies: a user, group or role. */
export type PolicyHolder = {
  readonly name: string;
  readonly attachedPolicyArns: readonly string[];
  readonly inlinePolicies: readonly InlinePolicy[];
};

/** The policies of a user, group or role itself, compiled; `noun` is which of them. */
export const policiesOf = (
  state: Reader,
  holder: PolicyHolder,
  noun: string,
  uses: PolicyUse[],
): readonly CompiledPolicy[] => {
  const attachedTo = `${noun} ${holder.name}`;
  return [
    ...holder.inlinePolicies.map(({ name, document }) =>
      compiledDocument(document, { kind: "inline", name, attachedTo }),
    ),
    ...holder.attachedPolicyArns.flatMap((arn) => compiledManaged(state, arn, "managed", attachedTo, uses)),
  ];
};

const compilePrincipal = (
  state: Reader,
  row: UserRow | RoleRow,
  noun: "user" | "role",
  groups: readonly GroupRow[],
): PrincipalPolicies => {
  const uses: PolicyUse[] = [];
  const identity = policySet([
    ...policiesOf(state, row, noun, uses),
    ...groups.flatMap((group) => policiesOf(state, group, "group", uses)),
  ]);
  if (row.boundaryArn === undefined) return { layers: { identity }, groups, policies: uses };
  // A boundary that is gone allows nothing.
  const boundary = policySet(
    compiledManaged(state, row.boundaryArn, "boundary", `${noun} ${row.name}`, uses),
  );
  return { layers: { identity, boundary }, groups, policies: uses };
};

/** The groups of a user. */
export const groupsOf = (state: Reader, user: UserRow): readonly GroupRow[] => {
  if (user.groupIds.length === 0) return [];
  const table = state.table(groupTable);
  return user.groupIds.flatMap((id) => table.get(id) ?? []);
};

const unchangedGroups = (state: Reader, groups: readonly GroupRow[]): boolean => {
  if (groups.length === 0) return true;
  const table = state.table(groupTable);
  for (const group of groups) if (table.get(group.id) !== group) return false;
  return true;
};

/**
 * The compiled policies of principals. A set is kept with the row of its principal and used for as long as
 * that row, its groups' rows and its policies' rows are the ones it was made of.
 */
export const createPrincipalPolicies = (): {
  readonly ofUser: (state: Reader, row: UserRow) => PrincipalPolicies;
  readonly ofRole: (state: Reader, row: RoleRow) => PrincipalPolicies;
} => {
  const kept = new WeakMap<UserRow | RoleRow, PrincipalPolicies>();
  const keep = (row: UserRow | RoleRow, made: PrincipalPolicies): PrincipalPolicies => {
    kept.set(row, made);
    return made;
  };
  const current = (state: Reader, row: UserRow | RoleRow): PrincipalPolicies | undefined => {
    const found = kept.get(row);
    if (found === undefined) return undefined;
    return unchangedGroups(state, found.groups) && unchangedPolicies(state, found.policies)
      ? found
      : undefined;
  };
  return {
    ofUser: (state, row) =>
      current(state, row) ?? keep(row, compilePrincipal(state, row, "user", groupsOf(state, row))),
    ofRole: (state, row) => current(state, row) ?? keep(row, compilePrincipal(state, row, "role", [])),
  };
};
