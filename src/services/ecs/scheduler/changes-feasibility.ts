import type { Candidate } from "./candidate.ts";
import { asksOfTasks } from "./expression/index.ts";
import type { Constraints } from "./placement-options.ts";

/**
 * Whether an instance may be refused now and was not before, or the other way round. Most changes are only of
 * what is left on it, and the members that decide are the same objects as before.
 */
export const changesFeasibility = (
  before: Candidate,
  after: Candidate,
  { constraints }: { readonly constraints: Constraints },
): boolean =>
  before.attributes !== after.attributes ||
  before.instance.agentConnected !== after.instance.agentConnected ||
  before.instance.versionInfo !== after.instance.versionInfo ||
  before.instance.ec2InstanceId !== after.instance.ec2InstanceId ||
  before.instance.registeredAt !== after.instance.registeredAt ||
  constraints.memberOf.some(({ expression }) => asksOfTasks(expression));
