import type { TargetHealth } from "../../v2/targets/table.ts";

/** How a check of a target went. */
export type CheckResult =
  | { readonly kind: "passed" }
  /** It answered with another code than was asked for. */
  | { readonly kind: "code"; readonly code: number }
  | { readonly kind: "timeout" }
  /** Refused, reset, unreachable, or no answer that could be read. */
  | { readonly kind: "failed" };

/** A check that did not pass. */
export type CheckFailure = Exclude<CheckResult, { readonly kind: "passed" }>;

/** A target that passes its checks. */
export const HEALTHY: TargetHealth = { state: "healthy" };

/** A target that nobody has found out about yet. */
export const CHECKING: TargetHealth = {
  state: "initial",
  reason: "Elb.InitialHealthChecking",
  description: "Initial health checks in progress",
};

/** A target that nobody looks at. */
export const NOT_CHECKED: TargetHealth = {
  state: "unavailable",
  reason: "Target.HealthCheckDisabled",
  description: "Health checks are disabled for this target group",
};

/** What is shown of a target whose instance does not run: `stopping`, `stopped`, `shutting-down`, `terminated`. */
export const inState = (state: string): TargetHealth => ({
  state: "unused",
  reason: "Target.InvalidState",
  description: `Target is in the ${state} state`,
});

/**
 * What is shown of a target whose checks fail.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html#target-health-reason-codes
 */
export const unhealthy = (failure: CheckFailure): TargetHealth => {
  switch (failure.kind) {
    case "code":
      return {
        state: "unhealthy",
        reason: "Target.ResponseCodeMismatch",
        description: `Health checks failed with these codes: [${failure.code}]`,
      };
    case "timeout":
      return { state: "unhealthy", reason: "Target.Timeout", description: "Request timed out" };
    case "failed":
      return {
        state: "unhealthy",
        reason: "Target.FailedHealthChecks",
        description: "Health checks failed",
      };
  }
};
