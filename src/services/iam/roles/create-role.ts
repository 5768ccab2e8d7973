import type { CreateRoleRequest, CreateRoleResponse } from "@aws-sdk/client-iam";
import { iamArn } from "../../../arn.ts";
import { alreadyExists, validationError } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { checkBoundary } from "../policies/boundary.ts";
import { withTags } from "../tags/tag-list.ts";
import { taggedCreation } from "../tags/tagged-creation.ts";
import { findRole } from "./find-role.ts";
import { putNewRole } from "./new-role.ts";
import { createdRole } from "./role-shape.ts";
import { checkTrustPolicy } from "./trust-policy.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole = iamOperation<CreateRoleRequest, CreateRoleResponse>("CreateRole", {
  needs: ({ input, scope }, action) =>
    taggedCreation(
      {
        action,
        resource: iamArn(scope, `role${input.Path ?? "/"}${input.RoleName}`),
        context: { "iam:PermissionsBoundary": input.PermissionsBoundary },
      },
      "iam:TagRole",
      input.Tags,
    ),
  run: ({ input, state, scope, world }) => {
    const path = input.Path ?? "/";
    if (path.startsWith("/aws-service-role/")) {
      throw validationError("The /aws-service-role/ path is reserved for service-linked roles.");
    }
    if (findRole(state, scope.accountId, input.RoleName) !== undefined) {
      throw alreadyExists("Role", input.RoleName);
    }
    const boundary = input.PermissionsBoundary;
    const row = putNewRole(state, scope, world, {
      name: input.RoleName,
      path,
      trustPolicy: input.AssumeRolePolicyDocument,
      trustedPrincipals: checkTrustPolicy(state, input.AssumeRolePolicyDocument),
      tags: withTags([], input.Tags, "Role"),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.MaxSessionDuration === undefined ? {} : { maxSessionDuration: input.MaxSessionDuration }),
      ...(boundary === undefined ? {} : { boundaryArn: checkBoundary(state, scope, boundary) }),
    });
    return { Role: createdRole(state, row) };
  },
});
