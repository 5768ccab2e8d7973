import type { DeploymentRolloutState, NetworkConfiguration } from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";
import type { ServiceLoadBalancer } from "./load-balancers/service-load-balancer.ts";

/** A deployment of a service: the tasks of one service revision. Moments are milliseconds since the epoch. */
export type DeploymentRow = {
  /** `ecs-svc/…`, which is also the `startedBy` of its tasks. */
  readonly id: string;
  readonly serviceArn: string;
  readonly status: "PRIMARY" | "ACTIVE";
  readonly revisionArn: string;
  /** The service deployment that brings it about, or did. */
  readonly serviceDeploymentArn: string;
  readonly taskDefinitionArn: string;
  readonly launchType?: "EC2" | "EXTERNAL";
  readonly networkConfiguration?: NetworkConfiguration;
  /** Where its tasks are registered. */
  readonly loadBalancers?: readonly ServiceLoadBalancer[];
  readonly rolloutState: DeploymentRolloutState;
  readonly rolloutStateReason: string;
  /** Failures that count for the circuit breaker. */
  readonly failedTasks: number;
  /** Tasks in a row that ended before they ran, and until when no other is started on their account. */
  readonly launchFailures: number;
  readonly heldUntil?: number;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** `service` is the service's ARN. */
export const deploymentTable = defineTable<DeploymentRow>()({
  name: "ecs.deployments",
  key: (row) => `${row.serviceArn}/${row.id}`,
  indexes: { service: (row) => row.serviceArn },
});
