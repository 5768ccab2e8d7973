import type { CreateInstanceProfileRequest, CreateInstanceProfileResponse } from "@aws-sdk/client-iam";
import { iamArn } from "../../../arn.ts";
import { uniqueId } from "../../../ids.ts";
import { instanceProfileExists, limitExceeded } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { QUOTAS } from "../quotas.ts";
import { withTags } from "../tags/tag-list.ts";
import { taggedCreation } from "../tags/tagged-creation.ts";
import { findInstanceProfile } from "./find-instance-profile.ts";
import { wholeInstanceProfile } from "./instance-profile-shape.ts";
import { type InstanceProfileRow, instanceProfileTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html */
export const createInstanceProfile = iamOperation<
  CreateInstanceProfileRequest,
  CreateInstanceProfileResponse
>("CreateInstanceProfile", {
  needs: ({ input, scope }, action) =>
    taggedCreation(
      {
        action,
        resource: iamArn(scope, `instance-profile${input.Path ?? "/"}${input.InstanceProfileName}`),
      },
      "iam:TagInstanceProfile",
      input.Tags,
    ),
  run: ({ input, state, scope, world }) => {
    const { accountId } = scope;
    const name = input.InstanceProfileName;
    const path = input.Path ?? "/";
    const profiles = state.table(instanceProfileTable);
    if (findInstanceProfile(state, accountId, name) !== undefined) throw instanceProfileExists(name);
    if (profiles.countBy("account", accountId) >= QUOTAS.InstanceProfilesPerAccount) {
      throw limitExceeded("InstanceProfilesPerAccount", QUOTAS.InstanceProfilesPerAccount);
    }
    const profile: InstanceProfileRow = {
      id: uniqueId(world, "AIPA"),
      accountId,
      name,
      path,
      arn: iamArn(scope, `instance-profile${path}${name}`),
      createdAt: world.now(),
      tags: withTags([], input.Tags, "InstanceProfile"),
    };
    profiles.put(profile);
    return { InstanceProfile: wholeInstanceProfile(state, profile) };
  },
});
