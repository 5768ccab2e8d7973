import { defineTable } from "../../../state/index.ts";

/** A listener of a Classic Load Balancer. */
export type ClassicListener = {
  readonly protocol: "HTTP" | "HTTPS" | "TCP" | "SSL";
  readonly loadBalancerPort: number;
  readonly instanceProtocol: "HTTP" | "HTTPS" | "TCP" | "SSL";
  readonly instancePort: number;
  readonly certificateArn?: string;
  readonly policyNames: readonly string[];
};

/** How a Classic Load Balancer checks its instances. Seconds. */
export type ClassicHealthCheck = {
  /** `HTTP:80/index.html`, `TCP:80`, … */
  readonly target: string;
  readonly interval: number;
  readonly timeout: number;
  readonly unhealthyThreshold: number;
  readonly healthyThreshold: number;
};

/** A policy of a Classic Load Balancer, with the values of its attributes. */
export type ClassicPolicy = {
  readonly name: string;
  readonly type: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
};

/** A Classic Load Balancer. Moments are milliseconds since the epoch. */
export type ClassicLoadBalancerRow = {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly scheme: "internet-facing" | "internal";
  readonly vpcId: string;
  readonly subnets: readonly { readonly subnetId: string; readonly zoneName: string }[];
  readonly securityGroups: readonly string[];
  /** `<name>-<number>.<region>.elb.localhost`, where its listeners answer on this machine. */
  readonly dnsName: string;
  readonly createdAt: number;
  readonly listeners: readonly ClassicListener[];
  readonly policies: readonly ClassicPolicy[];
  /** The policies of a port of the instances. */
  readonly backendPolicies: readonly {
    readonly instancePort: number;
    readonly policyNames: readonly string[];
  }[];
  readonly healthCheck: ClassicHealthCheck;
  /** The attributes, all settled. */
  readonly attributes: {
    readonly crossZone: boolean;
    readonly accessLog: {
      readonly enabled: boolean;
      readonly bucket?: string;
      readonly prefix?: string;
      readonly emitInterval?: number;
    };
    /** Seconds; 0 when connection draining is off. */
    readonly connectionDraining: { readonly enabled: boolean; readonly timeout: number };
    readonly idleTimeout: number;
    readonly desyncMitigationMode: string;
  };
  readonly tags: Readonly<Record<string, string>>;
};

/** The Classic Load Balancers. `scope` is `account/region`. */
export const classicLoadBalancerTable = defineTable<ClassicLoadBalancerRow>()({
  name: "elb.load-balancers",
  key: (row) => classicKey(row),
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    certificate: (row) => row.listeners.flatMap(({ certificateArn }) => certificateArn ?? []),
  },
});

/** The key of a Classic Load Balancer, which has no ARN of its own in the API. */
export const classicKey = (row: Pick<ClassicLoadBalancerRow, "accountId" | "region" | "name">): string =>
  `${row.accountId}/${row.region}/${row.name}`;

/** What is known of an instance behind a Classic Load Balancer. */
export type ClassicInstanceRow = {
  readonly loadBalancer: string;
  readonly instanceId: string;
  readonly registeredAt: number;
  readonly state: "InService" | "OutOfService" | "Unknown";
  /** `ELB`, `Instance` or `N/A`. */
  readonly reasonCode: string;
  readonly description: string;
  /** When it was deregistered, while connection draining lets its requests end. */
  readonly deregisteredAt?: number;
};

/** The instances behind Classic Load Balancers. `loadBalancer` is {@link classicKey}. */
export const classicInstanceTable = defineTable<ClassicInstanceRow>()({
  name: "elb.instances",
  key: (row) => `${row.loadBalancer} ${row.instanceId}`,
  indexes: { loadBalancer: (row) => row.loadBalancer, instance: (row) => row.instanceId },
});
