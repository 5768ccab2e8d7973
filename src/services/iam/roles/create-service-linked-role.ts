import type { CreateServiceLinkedRoleRequest, CreateServiceLinkedRoleResponse } from "@aws-sdk/client-iam";
import { iamArn, type Scope } from "../../../arn.ts";
import type { Transaction } from "../../../state/index.ts";
import type { World } from "../../../world.ts";
import { invalidInput, invalidServiceName } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { findRole } from "./find-role.ts";
import { linkedService, linkedTrustPolicy } from "./linked-services.ts";
import { putNewRole } from "./new-role.ts";
import { createdRole } from "./role-shape.ts";
import type { RoleRow } from "./table.ts";

const roleNameOf = (serviceName: string): string => linkedService(serviceName)?.roleName ?? "*";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
export const createServiceLinkedRole = iamOperation<
  CreateServiceLinkedRoleRequest,
  CreateServiceLinkedRoleResponse
>("CreateServiceLinkedRole", {
  needs: ({ input, scope }, action) => {
    const service = input.AWSServiceName;
    return {
      action,
      resource: iamArn(scope, `role/aws-service-role/${service}/${roleNameOf(service)}`),
      context: { "iam:AWSServiceName": service },
    };
  },
  run: ({ input, state, scope, world }) => {
    const { AWSServiceName: service, CustomSuffix, Description } = input;
    const linked = linkedService(service);
    if (linked === undefined) throw invalidServiceName(service);
    if (CustomSuffix !== undefined) throw invalidInput(`Custom suffix is not allowed for ${service}`);
    if (findRole(state, scope.accountId, linked.roleName) !== undefined) {
      throw invalidInput(
        `Service role name ${linked.roleName} has been taken in this account, please try a different suffix.`,
      );
    }
    const row = putLinkedRole(state, scope, world, service, Description);
    return { Role: createdRole(state, row) };
  },
});

/**
 * The service-linked role of a service in an account, made if it is not there yet: as services do themselves
 * when they first need it. Throws InvalidInput for a service that has none.
 */
export const ensureServiceLinkedRole = (
  state: Transaction,
  scope: Scope,
  world: World,
  serviceName: string,
): RoleRow => {
  const linked = linkedService(serviceName);
  if (linked === undefined) throw invalidServiceName(serviceName);
  return (
    findRole(state, scope.accountId, linked.roleName) ??
    putLinkedRole(state, scope, world, serviceName, undefined)
  );
};

const putLinkedRole = (
  state: Transaction,
  scope: Scope,
  world: World,
  service: string,
  description: string | undefined,
): RoleRow => {
  const linked = linkedService(service);
  if (linked === undefined) throw invalidServiceName(service);
  const text = description ?? linked.description;
  return putNewRole(state, scope, world, {
    name: linked.roleName,
    path: `/aws-service-role/${service}/`,
    trustPolicy: linkedTrustPolicy(service),
    linkedService: service,
    attachedPolicyArns: [linked.policyArn.replace("arn:aws:", `arn:${scope.partition}:`)],
    description: text,
  });
};
