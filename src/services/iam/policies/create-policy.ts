import type { CreatePolicyRequest, CreatePolicyResponse } from "@aws-sdk/client-iam";
import { iamArn } from "../../../arn.ts";
import { uniqueId } from "../../../ids.ts";
import { limitExceeded, policyExists } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { iamOperation } from "../iam-operation.ts";
import { QUOTAS } from "../quotas.ts";
import { withTags } from "../tags/tag-list.ts";
import { taggedCreation } from "../tags/tagged-creation.ts";
import { checkManagedDocument } from "./checked-document.ts";
import { createdPolicy } from "./policy-shape.ts";
import { type PolicyRow, policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy = iamOperation<CreatePolicyRequest, CreatePolicyResponse>("CreatePolicy", {
  needs: ({ input, scope }, action) =>
    taggedCreation(
      { action, resource: iamArn(scope, `policy${input.Path ?? "/"}${input.PolicyName}`) },
      "iam:TagPolicy",
      input.Tags,
    ),
  run: ({ input, state, scope, world }) => {
    const { accountId } = scope;
    const { PolicyName: name, PolicyDocument: document, Path: path = "/" } = input;
    const policies = state.table(policyTable);
    if (firstOf(policies.by("name", `${accountId}/${name.toLowerCase()}`)) !== undefined) {
      throw policyExists(name);
    }
    checkManagedDocument(document);
    if (policies.countBy("account", accountId) >= QUOTAS.PoliciesPerAccount) {
      throw limitExceeded("PoliciesPerAccount", QUOTAS.PoliciesPerAccount);
    }
    const now = world.now();
    const policy: PolicyRow = {
      arn: iamArn(scope, `policy${path}${name}`),
      id: uniqueId(world, "ANPA"),
      accountId,
      name,
      path,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      createdAt: now,
      updatedAt: now,
      defaultVersionId: "v1",
      versions: [{ id: "v1", document, createdAt: now }],
      nextVersion: 2,
      tags: withTags([], input.Tags, "Policy"),
    };
    policies.put(policy);
    return { Policy: createdPolicy(state, policy) };
  },
});
