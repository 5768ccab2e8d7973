import type { CreateServiceRequest, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import { invalidParameter, unsupportedFeature } from "../errors.ts";

/**
 * Refuses a member that asks for something there is nothing behind: it must not be ignored.
 *
 * @throws AwsError UnsupportedFeatureException
 */
export const refuseUnavailable = (member: string, asked: boolean): void => {
  if (asked) throw unsupportedFeature(`${member} is not supported here. Remove it and try again.`);
};

/** The members that CreateService and UpdateService share. */
export type ServiceInput = Omit<CreateServiceRequest, "serviceName"> & UpdateServiceRequest;

const LISTS = [
  "loadBalancers",
  "serviceRegistries",
  "volumeConfigurations",
  "vpcLatticeConfigurations",
] as const;

/**
 * Refuses what a service may ask for elsewhere: load balancers, service discovery, Service Connect, EBS volumes,
 * VPC Lattice, other deployment controllers, rebalancing over availability zones.
 *
 * @throws AwsError UnsupportedFeatureException or InvalidParameterException
 */
export const refuseUnavailableMembers = (input: Partial<ServiceInput>): void => {
  for (const member of LISTS) refuseUnavailable(member, (input[member]?.length ?? 0) > 0);
  refuseUnavailable("gatewayConnectors", (input.gatewayConnectors?.length ?? 0) > 0);
  refuseUnavailable("monitoring", input.monitoring !== undefined);
  refuseUnavailable("serviceConnectConfiguration", input.serviceConnectConfiguration?.enabled === true);
  refuseUnavailable("availabilityZoneRebalancing", input.availabilityZoneRebalancing === "ENABLED");
  const controller = input.deploymentController?.type;
  refuseUnavailable("deploymentController", controller !== undefined && controller !== "ECS");
  if (input.role) throw invalidParameter("Roles are not allowed for services without load balancers.");
  if (input.healthCheckGracePeriodSeconds !== undefined && input.healthCheckGracePeriodSeconds > 0) {
    // https://github.com/hashicorp/terraform-provider-aws/issues/4199
    throw invalidParameter(
      "Health check grace period is only valid for services configured to use load balancers",
    );
  }
  if (input.platformVersion) {
    throw invalidParameter("The platform version must be null when specifying an EC2 launch type.");
  }
};
