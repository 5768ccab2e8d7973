import { explain, policySet, type StatementJson } from "../authorization/index.ts";
import { questionOf, type RecordedCall } from "./call.ts";
import { generalizeResource, type ResourceScope } from "./generalize-resource.ts";

/**
 * One permission in the smallest form there is: an action, a resource, and conditions with one value each, named
 * `operator key`. Texts are written as they stand in a policy.
 */
export type Grant = {
  readonly action: string;
  readonly resource: string;
  readonly conditions: Readonly<Record<string, string>>;
};

const NOTHING = { identity: policySet([]) };

/** Names that a caller makes up for each session: a policy that demands one refuses the next session. */
const PASSING_KEYS: ReadonlySet<string> = new Set(["sts:RoleSessionName"]);

/** The smallest statement of an identity-based policy that allows the call: the engine's own remedy. */
const remedyOf = (call: RecordedCall): StatementJson | undefined => {
  const { remedy } = explain(questionOf(call), NOTHING);
  return remedy?.possible ? remedy.statements[0]?.statement : undefined;
};

/** The grant that a call needs, its resource generalized as far as asked; undefined when no statement can name it. */
export const grantOf = (call: RecordedCall, scope: ResourceScope): Grant | undefined => {
  const statement = remedyOf(call);
  if (statement === undefined) return undefined;
  const conditions: Record<string, string> = {};
  for (const [operator, tests] of Object.entries(statement.Condition ?? {}))
    for (const [key, value] of Object.entries(tests))
      if (!PASSING_KEYS.has(key)) conditions[`${operator} ${key}`] = value;
  const resource = makesResource(call) ? openEnd(statement.Resource ?? "*") : (statement.Resource ?? "*");
  return { action: statement.Action, resource: generalizeResource(call.action, resource, scope), conditions };
};

// What does not exist yet has no identifier, and AWS decides on `task/cluster/*` or `task-definition/family:*`. As a
// policy is written, and read, that is the same ARN with the same asterisk.
const makesResource = ({ action, context }: RecordedCall): boolean =>
  /:(?:Create|Register|Run|Start)/.test(action) ||
  Object.keys(context).some((key) => key.endsWith(":CreateAction"));

const openEnd = (resource: string): string => resource.replace(/([/:])\$\{\*\}$/, "$1*");
