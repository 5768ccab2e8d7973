import type { DecidingStatement } from "../authorization/index.ts";

/**
 * Names a statement across changes of its policy: by its Sid, which says the same wherever it stands, or else by
 * its place.
 */
export const statementKey = ({ policy, sid, index }: DecidingStatement): string =>
  JSON.stringify([policy.kind, policy.arn ?? policy.name, policy.attachedTo ?? "", sid || index]);
