import { defineTable } from "../../../../state/index.ts";

/** What a load balancer is good for at the moment. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerState.html */
export type LoadBalancerState = {
  readonly code: "provisioning" | "active" | "active_impaired" | "failed";
  /** Why it is not active, in words for a person. */
  readonly reason?: string;
};

/** A load balancer of version 2015-12-01. Moments are milliseconds since the epoch. */
export type LoadBalancerRow = {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly type: "application" | "network" | "gateway";
  readonly scheme: "internet-facing" | "internal";
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly subnets: readonly {
    readonly subnetId: string;
    readonly zoneName: string;
    /** The address that an internal network load balancer was asked to have there. */
    readonly privateIpv4Address?: string;
  }[];
  readonly securityGroups: readonly string[];
  /** `<name>-<number>.<region>.elb.localhost`, where its listeners answer on this machine. */
  readonly dnsName: string;
  readonly createdAt: number;
  /** Written by `haproxy`; `provisioning` until its first configuration is in force. */
  readonly state: LoadBalancerState;
  /** The attributes that were set; the others have their defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether a network load balancer's security groups judge PrivateLink traffic; missing without any. */
  readonly enforcePrivateLinkRules?: "on" | "off";
  /** The capacity that was reserved, and when that was last changed. */
  readonly capacityReservation?: CapacityReservation;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html */
export type CapacityReservation = {
  /** Missing once it was reset. */
  readonly units?: number;
  readonly modifiedAt: number;
};

/** The load balancers of version 2015-12-01. `scope` is `account/region`, `name` is `account/region/name`. */
export const loadBalancerTable = defineTable<LoadBalancerRow>()({
  name: "elbv2.load-balancers",
  key: (row) => row.arn,
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    name: (row) => `${row.accountId}/${row.region}/${row.name}`,
  },
});
