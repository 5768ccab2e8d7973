import type { AuthorizationRequest } from "../authorization/index.ts";
import type { DecisionRecord } from "../operation/index.ts";

/** What of a recorded decision a policy is made for: which permission was asked, on what, under what conditions. */
export type RecordedCall = Pick<
  DecisionRecord,
  "action" | "resource" | "context" | "principal" | "accountId"
>;

/**
 * The question of a recorded call, put as if a user asked it: what an identity-based policy says depends on action,
 * resource and context only, and a user is limited by nothing else.
 */
export const questionOf = ({
  action,
  resource,
  context,
  principal,
  accountId,
}: RecordedCall): AuthorizationRequest => ({
  principal: { type: "User", arn: principal, accountId },
  action,
  resource,
  context,
});

/**
 * A text that two calls share when they are the same to every generated policy: action, resource, and the context
 * keys of the action's own service, as no others are ever written into one.
 */
export const callKey = ({ action, resource, context }: RecordedCall): string => {
  const service = action.slice(0, action.indexOf(":") + 1).toLowerCase();
  const keys = Object.entries(context)
    .filter(([key]) => key.toLowerCase().startsWith(service))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([action, resource, keys]);
};
