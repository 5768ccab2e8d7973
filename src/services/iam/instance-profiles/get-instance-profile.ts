import type { GetInstanceProfileRequest, GetInstanceProfileResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onInstanceProfile, requireInstanceProfile } from "./find-instance-profile.ts";
import { wholeInstanceProfile } from "./instance-profile-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetInstanceProfile.html */
export const getInstanceProfile = iamOperation<GetInstanceProfileRequest, GetInstanceProfileResponse>(
  "GetInstanceProfile",
  {
    needs: onInstanceProfile,
    run: ({ input, state, scope }) => ({
      InstanceProfile: wholeInstanceProfile(
        state,
        requireInstanceProfile(state, scope, input.InstanceProfileName),
      ),
    }),
  },
);
