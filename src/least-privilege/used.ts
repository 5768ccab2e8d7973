import type { DecidingStatement } from "../authorization/index.ts";
import type { DecisionRecord } from "../operation/index.ts";
import type { RecordedCall } from "./call.ts";
import { type BookedCall, CallBook } from "./call-book.ts";
import type { ResourceScope } from "./generalize-resource.ts";
import { generatePolicy } from "./generated-policy.ts";
import type { PolicyDocument } from "./policy-document.ts";
import { type GroupedPrincipal, groupedPrincipal } from "./principal.ts";
import { statementKey } from "./statement-key.ts";

/** An action that a principal was allowed and used. Moments are milliseconds since the epoch. */
export type UsedPermission = {
  readonly action: string;
  readonly resources: readonly string[];
  readonly count: number;
  readonly first: number;
  readonly last: number;
};

/** A statement that granted recorded calls, with those calls once each. */
export type GrantingStatement = {
  readonly statement: DecidingStatement;
  readonly count: number;
  readonly calls: readonly RecordedCall[];
};

/** What one principal was allowed and used. */
export type UsedReport = {
  readonly principal: GroupedPrincipal;
  readonly permissions: readonly UsedPermission[];
  /** The least-privilege policy: it allows what was used, as far as identity-based policies had to allow it. */
  readonly policy: readonly PolicyDocument[];
  readonly granting: readonly GrantingStatement[];
};

type PrincipalUse = {
  principal: GroupedPrincipal;
  /** Calls that identity-based policies, or nothing but being the root user, allowed. */
  readonly own: CallBook;
  /** Calls that the resource's own policy allowed, such as a role's trust policy. */
  readonly granted: CallBook;
  readonly granting: Map<
    string,
    { readonly statement: DecidingStatement; readonly book: CallBook; count: number }
  >;
};

/** Gathers what was used out of decision records, which may come one by one and in any order. */
export class UsedPermissions {
  readonly #principals = new Map<string, PrincipalUse>();

  /** Takes a record; those of denials say nothing here, even when they were let through. */
  add(record: DecisionRecord): void {
    if (!record.decision.allowed) return;
    const principal = groupedPrincipal(record);
    let use = this.#principals.get(principal.key);
    if (use === undefined) {
      use = { principal, own: new CallBook(), granted: new CallBook(), granting: new Map() };
      this.#principals.set(principal.key, use);
    }
    if (principal.arn.length > use.principal.arn.length) use.principal = principal;
    const { layer, statements } = record.decision;
    (layer === "identity" || layer === "root" ? use.own : use.granted).add(record);
    for (const statement of statements) noteStatement(use, statement, record);
  }

  /** What was used so far, sorted. Throws `UnconfirmedPolicyError`, see `generatePolicy`. */
  report(scope: ResourceScope): readonly UsedReport[] {
    return [...this.#principals.values()]
      .map((use) => reportOf(use, scope))
      .sort((one, other) => (one.principal.arn < other.principal.arn ? -1 : 1));
  }
}

const noteStatement = (
  { granting }: PrincipalUse,
  statement: DecidingStatement,
  record: DecisionRecord,
): void => {
  const key = statementKey(statement);
  let found = granting.get(key);
  if (found === undefined) {
    found = { statement, book: new CallBook(), count: 0 };
    granting.set(key, found);
  }
  found.book.add(record);
  found.count += 1;
};

const reportOf = ({ principal, own, granted, granting }: PrincipalUse, scope: ResourceScope): UsedReport => {
  const calls = own.calls(scope);
  return {
    principal,
    permissions: permissionsOf([...calls, ...granted.calls(scope)]),
    policy: generatePolicy(calls),
    granting: [...granting]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { statement, book, count }]) => ({ statement, count, calls: book.calls(scope) })),
  };
};

const permissionsOf = (calls: readonly BookedCall[]): readonly UsedPermission[] =>
  [...Map.groupBy(calls, ({ action }) => action)]
    .map(([action, same]) => ({
      action,
      resources: [...new Set(same.map(({ resource }) => resource))].sort(),
      count: same.reduce((sum, { count }) => sum + count, 0),
      first: Math.min(...same.map(({ first }) => first)),
      last: Math.max(...same.map(({ last }) => last)),
    }))
    .sort((one, other) => (one.action < other.action ? -1 : 1));
