import { defineTable } from "../../../../state/index.ts";

/** How targets are checked, all settled. Seconds. */
export type HealthCheck = {
  readonly enabled: boolean;
  readonly protocol: string;
  /** `traffic-port`, or a number. */
  readonly port: string;
  readonly path?: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** The codes that mean health, as given: `200`, `200-299`, `200,202`. */
  readonly matcher?: { readonly httpCode?: string; readonly grpcCode?: string };
};

/** A target group. */
export type TargetGroupRow = {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly targetType: "instance" | "ip" | "lambda" | "alb";
  readonly protocol?: string;
  readonly protocolVersion?: string;
  readonly port?: number;
  readonly vpcId?: string;
  readonly ipAddressType: string;
  /** Where a target of this group tells how much it can take. */
  readonly targetControlPort?: number;
  readonly healthCheck: HealthCheck;
  readonly createdAt: number;
  /** The attributes that were set; the others have their defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
};

/** The target groups. `scope` is `account/region`, `name` is `account/region/name`. */
export const targetGroupTable = defineTable<TargetGroupRow>()({
  name: "elbv2.target-groups",
  key: (row) => row.arn,
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    name: (row) => `${row.accountId}/${row.region}/${row.name}`,
  },
});
