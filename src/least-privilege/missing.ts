import type { StatementJson } from "../authorization/index.ts";
import type { DecisionRecord } from "../operation/index.ts";
import { callKey } from "./call.ts";
import { type BookedCall, CallBook } from "./call-book.ts";
import { type Denial, denialOf, needsIdentityPolicy } from "./denial.ts";
import type { ResourceScope } from "./generalize-resource.ts";
import { generatePolicy } from "./generated-policy.ts";
import { mergeGrants } from "./merge-grants.ts";
import type { PolicyDocument, PolicyStatement } from "./policy-document.ts";
import { type GroupedPrincipal, groupedPrincipal } from "./principal.ts";

/** A permission that was missing: every denial of one action that the same change would mend. */
export type MissingPermission = {
  readonly action: string;
  readonly denial: Denial;
  /** What the action was denied on. */
  readonly resources: readonly string[];
  /** The operations that needed it: `iam:PassRole` is needed by `ecs:RunTask`. */
  readonly neededBy: readonly string[];
  readonly count: number;
  /** How many of the denials were enforced; the others were let through. */
  readonly enforced: number;
  /** Milliseconds since the epoch. */
  readonly first: number;
  readonly last: number;
  readonly requestIds: readonly string[];
  /** The smallest statements that allow it, for each policy that `denial` names; none for an explicit deny. */
  readonly statements: readonly PolicyStatement[];
  /** Every one of these calls was allowed when it was made again later. */
  readonly allowedSince: boolean;
};

/** What one principal was denied. */
export type MissingReport = {
  readonly principal: GroupedPrincipal;
  readonly permissions: readonly MissingPermission[];
  /** What, attached to the principal, would have allowed all that an identity-based policy can allow. */
  readonly policy: readonly PolicyDocument[];
};

type Gathered = {
  readonly action: string;
  readonly denial: Denial;
  readonly book: CallBook;
  readonly neededBy: Set<string>;
  readonly requestIds: Set<string>;
  readonly keys: Set<string>;
  readonly resourceStatements: Map<string, StatementJson>;
  count: number;
  enforced: number;
};

type PrincipalDenials = {
  principal: GroupedPrincipal;
  readonly permissions: Map<string, Gathered>;
  /** When a call that had been denied was last allowed. */
  readonly allowed: Map<string, number>;
};

/** Gathers denials out of decision records, which may come one by one and in any order. */
export class MissingPermissions {
  readonly #principals = new Map<string, PrincipalDenials>();

  /** Takes a record. Allowed ones only tell what has been mended since. */
  add(record: DecisionRecord): void {
    const principal = groupedPrincipal(record);
    let found = this.#principals.get(principal.key);
    if (found === undefined) {
      found = { principal, permissions: new Map(), allowed: new Map() };
      this.#principals.set(principal.key, found);
    }
    // A role's denials name it with its path; its allowed calls may not.
    if (principal.arn.length > found.principal.arn.length) found.principal = principal;
    if (!record.decision.allowed) gather(found, record);
    else {
      const key = callKey(record);
      found.allowed.set(key, Math.max(record.at, found.allowed.get(key) ?? 0));
    }
  }

  /** What was missing so far, sorted. Throws `UnconfirmedPolicyError`, see `generatePolicy`. */
  report(scope: ResourceScope): readonly MissingReport[] {
    return [...this.#principals.values()]
      .filter(({ permissions }) => permissions.size > 0)
      .map((denials) => reportOf(denials, scope))
      .sort((one, other) => (one.principal.arn < other.principal.arn ? -1 : 1));
  }
}

const gather = ({ permissions }: PrincipalDenials, record: DecisionRecord): void => {
  const { resourceStatements, ...denial } = { resourceStatements: [], ...denialOf(record) };
  const name = JSON.stringify([record.action, denial]);
  let gathered = permissions.get(name);
  if (gathered === undefined) {
    gathered = {
      action: record.action,
      denial: denialOf(record),
      book: new CallBook(),
      neededBy: new Set(),
      requestIds: new Set(),
      keys: new Set(),
      resourceStatements: new Map(),
      count: 0,
      enforced: 0,
    };
    permissions.set(name, gathered);
  }
  gathered.keys.add(gathered.book.add(record));
  gathered.neededBy.add(record.operation);
  gathered.requestIds.add(record.requestId);
  gathered.count += 1;
  if (!record.letThrough) gathered.enforced += 1;
  for (const statement of resourceStatements)
    gathered.resourceStatements.set(JSON.stringify(statement), statement);
};

const reportOf = (
  { principal, permissions, allowed }: PrincipalDenials,
  scope: ResourceScope,
): MissingReport => {
  const gathered = [...permissions.values()].map((each) => ({ each, calls: each.book.calls(scope) }));
  const mended = gathered.filter(({ each }) => needsIdentityPolicy(each.denial));
  return {
    principal,
    permissions: gathered
      .map(({ each, calls }) => permissionOf(each, calls, allowed))
      .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1)),
    policy: generatePolicy(mended.flatMap(({ calls }) => calls)),
  };
};

const sortKey = ({ action, denial }: MissingPermission): string => JSON.stringify([action, denial]);

const permissionOf = (
  gathered: Gathered,
  calls: readonly BookedCall[],
  allowed: ReadonlyMap<string, number>,
): MissingPermission => {
  const { action, denial, book, count, enforced } = gathered;
  return {
    action,
    denial: denial.mendable
      ? {
          ...denial,
          resourceStatements: [...gathered.resourceStatements]
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([, each]) => each),
        }
      : denial,
    resources: [...new Set(calls.map(({ resource }) => resource))].sort(),
    neededBy: [...gathered.neededBy].sort(),
    count,
    enforced,
    first: Math.min(...calls.map(({ first }) => first)),
    last: Math.max(...calls.map(({ last }) => last)),
    requestIds: [...gathered.requestIds],
    statements: denial.mendable ? mergeGrants(calls.flatMap(({ grant }) => grant ?? [])) : [],
    allowedSince: [...gathered.keys].every((key) => (allowed.get(key) ?? 0) > (book.lastOf(key) ?? 0)),
  };
};
