import type { InstanceState } from "@aws-sdk/client-elastic-load-balancing";
import type { ElbCalls } from "./elb-calls.ts";
import { elb } from "./elb-operations.ts";
import { type Finding, GONE } from "./finding.ts";
import type { RegistrationRow } from "./registration-table.ts";

/** The calls for Classic Load Balancers, which know instances. */
export const classicCalls: ElbCalls = {
  noun: "instances",
  healthNoun: "instance health",
  nothingThere: ["LoadBalancerNotFound", "InvalidInstance"],
  register: (rows, call) => call({ ...elb.registerInstances(), input: inputOf(rows) }),
  deregister: (rows, call) => call({ ...elb.deregisterInstances(), input: inputOf(rows) }),
  look: async (rows, call) => {
    // Asked for an instance that it does not have, it refuses the whole call; so it is asked for all it has.
    const { InstanceStates: states = [] } = await call({
      ...elb.describeInstanceHealth(),
      input: { LoadBalancerName: nameOf(rows) },
    });
    const findings = new Map(states.map((one) => [one.InstanceId, findingOf(one)] as const));
    return ({ target }) => findings.get(target?.id) ?? GONE;
  },
};

const nameOf = ([row]: readonly RegistrationRow[]): string => row?.loadBalancer.loadBalancerName ?? "";

const inputOf = (rows: readonly RegistrationRow[]) => ({
  LoadBalancerName: nameOf(rows),
  Instances: [...new Set(rows.flatMap(({ target }) => target?.id ?? []))].map((InstanceId) => ({
    InstanceId,
  })),
});

/**
 * Only the description tells instances that failed from those that have yet to pass.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html
 */
const findingOf = ({ State: state, Description: reason = "" }: InstanceState): Finding => {
  if (reason.startsWith("Instance deregistration currently in progress")) return { state: "draining" };
  if (state === "InService") return { state: "healthy" };
  return reason.startsWith("Instance has failed") ? { state: "unhealthy", reason } : { state: "known" };
};
