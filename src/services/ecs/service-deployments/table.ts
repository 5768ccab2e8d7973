import type {
  ContainerImage,
  NetworkConfiguration,
  ServiceDeploymentRollbackMonitorsStatus,
  ServiceDeploymentStatus,
} from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";
import type { ServiceDeploymentConfiguration } from "../services/deployment-configuration.ts";
import type { ServiceLoadBalancer } from "../services/load-balancers/service-load-balancer.ts";

/** One release of a service, from the first task to the end. Moments are milliseconds since the epoch. */
export type ServiceDeploymentRow = {
  readonly arn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly status: ServiceDeploymentStatus;
  readonly statusReason?: string;
  readonly sourceRevisionArns: readonly string[];
  readonly targetRevisionArn: string;
  readonly deploymentConfiguration: ServiceDeploymentConfiguration;
  readonly circuitBreaker: {
    readonly status: ServiceDeploymentRollbackMonitorsStatus;
    readonly failureCount: number;
    readonly threshold: number;
  };
  readonly rollback?: {
    readonly reason: string;
    readonly startedAt: number;
    readonly serviceRevisionArn: string;
  };
  readonly createdAt: number;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly finishedAt?: number;
  readonly stoppedAt?: number;
};

/** `service` is the service's ARN. */
export const serviceDeploymentTable = defineTable<ServiceDeploymentRow>()({
  name: "ecs.serviceDeployments",
  key: (row) => row.arn,
  indexes: { service: (row) => row.serviceArn },
});

/** What a deployment of a service ran: it never changes. */
export type ServiceRevisionRow = {
  readonly arn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  /** `ecs-svc/…`: the `startedBy` of its tasks. */
  readonly deploymentId: string;
  readonly taskDefinitionArn: string;
  readonly launchType?: "EC2" | "EXTERNAL";
  readonly networkConfiguration?: NetworkConfiguration;
  readonly loadBalancers?: readonly ServiceLoadBalancer[];
  readonly containerImages: readonly ContainerImage[];
  readonly createdAt: number;
};

/** `service` is the service's ARN. */
export const serviceRevisionTable = defineTable<ServiceRevisionRow>()({
  name: "ecs.serviceRevisions",
  key: (row) => row.arn,
  indexes: { service: (row) => row.serviceArn },
});
