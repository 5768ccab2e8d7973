import type {
  AvailabilityZoneRebalancing,
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  PropagateTags,
  SchedulingStrategy,
  Tag,
} from "@aws-sdk/client-ecs";
import { parseArn, type Scope } from "../../../arn.ts";
import { defineTable } from "../../../state/index.ts";
import type { ServiceDeploymentConfiguration } from "./deployment-configuration.ts";
import type { ServiceLoadBalancer } from "./load-balancers/service-load-balancer.ts";

/** A service: how many tasks of which definition are to run. Moments are milliseconds since the epoch. */
export type ServiceRow = {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly clusterArn: string;
  readonly name: string;
  readonly status: "ACTIVE" | "DRAINING" | "INACTIVE";
  readonly schedulingStrategy: SchedulingStrategy;
  /** Of a DAEMON service: how many container instances it is for at the moment. */
  readonly desiredCount: number;
  readonly launchType?: "EC2" | "EXTERNAL";
  readonly taskDefinitionArn: string;
  readonly deploymentConfiguration: ServiceDeploymentConfiguration;
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly networkConfiguration?: NetworkConfiguration;
  readonly loadBalancers?: readonly ServiceLoadBalancer[];
  /** For how long after its start a task's health checks do not count against it, in seconds. */
  readonly healthCheckGracePeriodSeconds?: number;
  /** Missing in services that were made before there was such a thing: DISABLED. */
  readonly availabilityZoneRebalancing?: AvailabilityZoneRebalancing;
  readonly enableECSManagedTags: boolean;
  readonly propagateTags: PropagateTags;
  readonly enableExecuteCommand: boolean;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
  readonly createdBy: string;
  /** The role in which the service scheduler calls Elastic Load Balancing. */
  readonly roleArn: string;
  /** The token and what CreateService was asked for with it; empty without a token. */
  readonly requestDigest: string;
  /** The id of the deployment that is PRIMARY. */
  readonly deploymentId: string;
  /** How many events there have been; the last hundred are kept. */
  readonly eventCount: number;
  /** Whether the event log has told that all is as it should be. */
  readonly steady: boolean;
  /** When it told so last. */
  readonly steadyAt?: number;
  /** Why tasks find no place at present, and when the event log told so last. */
  readonly trouble?: { readonly message: string; readonly at: number };
  /** Which protected tasks keep it from what it should be at present, and when the event log told so last. */
  readonly protection?: { readonly message: string; readonly at: number };
  /** How its tasks are being balanced over availability zones, if they are. */
  readonly rebalancing?: Rebalancing;
  /** When it became INACTIVE; the row is forgotten some time later. */
  readonly inactiveAt?: number;
};

/** A balancing of a service's tasks over availability zones that is under way, or that waits. */
export type Rebalancing = {
  /** What it began with: it is given up when the service asks for something else. */
  readonly deploymentId: string;
  readonly desiredCount: number;
  /** The tasks that were started for it and are not healthy yet. */
  readonly starting: readonly string[];
  /** How often in a row a task found no place or did not become healthy, and until when the next one waits. */
  readonly failures: number;
  readonly heldUntil?: number;
};

/**
 * `cluster` is the cluster's ARN for services that are not INACTIVE, `active` for those that are ACTIVE, `balanced`
 * for those of them whose tasks are balanced over availability zones.
 */
export const serviceTable = defineTable<ServiceRow>()({
  name: "ecs.services",
  key: (row) => row.arn,
  indexes: {
    cluster: (row) => (row.status === "INACTIVE" ? undefined : row.clusterArn),
    active: (row) => (row.status === "ACTIVE" ? row.clusterArn : undefined),
    inactive: (row) => (row.status === "INACTIVE" ? "true" : undefined),
    daemons: (row) =>
      row.status === "ACTIVE" && row.schedulingStrategy === "DAEMON" ? row.clusterArn : undefined,
    balanced: (row) =>
      row.status === "ACTIVE" && row.availabilityZoneRebalancing === "ENABLED" && row.desiredCount > 1
        ? row.clusterArn
        : undefined,
    troubled: (row) => (row.status === "ACTIVE" && row.trouble !== undefined ? row.clusterArn : undefined),
  },
});

/** Where a service is. */
export const serviceScope = ({ accountId, region, arn }: ServiceRow): Scope => ({
  accountId,
  region,
  partition: parseArn(arn)?.partition ?? "aws",
});

/** The group of a service's tasks. */
export const serviceGroup = (service: Pick<ServiceRow, "name">): string => `service:${service.name}`;
