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

const LISTS = ["serviceRegistries", "volumeConfigurations", "vpcLatticeConfigurations"] as const;

/**
 * Refuses what a service may ask for elsewhere: service discovery, Service Connect, EBS volumes,
 * VPC Lattice, other deployment controllers.
 *
 * @throws AwsError UnsupportedFeatureException or InvalidParameterException
 */
export const refuseUnavailableMembers = (input: Partial<ServiceInput>): void => {
  for (const member of LISTS) refuseUnavailable(member, (input[member]?.length ?? 0) > 0);
  refuseUnavailable("gatewayConnectors", (input.gatewayConnectors?.length ?? 0) > 0);
  refuseUnavailable("monitoring", input.monitoring !== undefined);
  refuseUnavailable("serviceConnectConfiguration", input.serviceConnectConfiguration?.enabled === true);
  const controller = input.deploymentController?.type;
  refuseUnavailable("deploymentController", controller !== undefined && controller !== "ECS");
  if (input.platformVersion) {
    throw invalidParameter("The platform version must be null when specifying an EC2 launch type.");
  }
};
