import type { Action, MutualAuthenticationAttributes } from "@aws-sdk/client-elastic-load-balancing-v2";
import { defineTable } from "../../../../state/index.ts";

/** A listener of a load balancer of version 2015-12-01. */
export type ListenerRow = {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly sslPolicy?: string;
  /** ARNs of server certificates; the first one is the default. */
  readonly certificateArns: readonly string[];
  readonly alpnPolicy?: readonly string[];
  readonly mutualAuthentication?: MutualAuthenticationAttributes;
  readonly defaultActions: readonly Action[];
  readonly createdAt: number;
  /** The attributes that were set; the others have their defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** The tags of its default rule, which has no row. */
  readonly defaultRuleTags?: Readonly<Record<string, string>>;
};

/** The listeners. `targetGroup` are the ARNs that its default actions forward to. */
export const listenerTable = defineTable<ListenerRow>()({
  name: "elbv2.listeners",
  key: (row) => row.arn,
  indexes: {
    loadBalancer: (row) => row.loadBalancerArn,
    targetGroup: (row) => forwardedTo(row.defaultActions),
    certificate: (row) => row.certificateArns,
  },
});

/** The target groups that actions forward to, each once. */
export const forwardedTo = (actions: readonly Action[]): readonly string[] => [
  ...new Set(
    actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
      ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
      ...(ForwardConfig?.TargetGroups ?? []).flatMap(({ TargetGroupArn: arn }) =>
        arn === undefined ? [] : [arn],
      ),
    ]),
  ),
];
