import type { TargetHealth } from "./table.ts";

/**
 * The health of a target that was just registered, in a group that traffic is forwarded to or not.
 * Reasons and texts: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-reason-codes
 */
export const registrationHealth = (inUse: boolean): TargetHealth =>
  inUse
    ? {
        state: "initial",
        reason: "Elb.RegistrationInProgress",
        description: "Target registration is in progress",
      }
    : {
        state: "unused",
        reason: "Target.NotInUse",
        description: "Target group is not configured to receive traffic from the load balancer",
      };

/** The health of a target that was just deregistered. */
export const DEREGISTRATION: TargetHealth = {
  state: "draining",
  reason: "Target.DeregistrationInProgress",
  description: "Target deregistration is in progress",
};

/** The health of what is asked after and is no target. */
export const NOT_REGISTERED: TargetHealth = {
  state: "unused",
  reason: "Target.NotRegistered",
  description: "Target is not registered to the target group",
};
