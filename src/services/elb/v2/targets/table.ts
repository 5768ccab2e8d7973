import { defineTable } from "../../../../state/index.ts";

/** What is known of a target's health. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export type TargetHealth = {
  readonly state: "initial" | "healthy" | "unhealthy" | "unused" | "draining" | "unavailable";
  /** AWS's reason code, such as `Elb.RegistrationInProgress` or `Target.ResponseCodeMismatch`. */
  readonly reason?: string;
  readonly description?: string;
};

/** A target of a target group. Moments are milliseconds since the epoch. */
export type TargetRow = {
  readonly targetGroupArn: string;
  /** An instance's id, an IP address, or an ARN, as the group's target type says. */
  readonly id: string;
  /** 0 for targets that have none (lambda). */
  readonly port: number;
  readonly availabilityZone?: string;
  readonly registeredAt: number;
  /** Set by RegisterTargets (`initial`) and DeregisterTargets (`draining`), then by what `haproxy` finds. */
  readonly health: TargetHealth;
  /** When it was deregistered; the row goes once the deregistration delay is over, or its last connection is. */
  readonly deregisteredAt?: number;
};

/** The targets. `group` is the target group's ARN, `target` the target's id. */
export const targetTable = defineTable<TargetRow>()({
  name: "elbv2.targets",
  key: (row) => targetKey(row),
  indexes: {
    group: (row) => row.targetGroupArn,
    target: (row) => row.id,
  },
});

/** The key of a target: a target group holds an id once for each port. */
export const targetKey = (row: Pick<TargetRow, "targetGroupArn" | "id" | "port">): string =>
  `${row.targetGroupArn} ${row.id}:${row.port}`;
