import type { GetFederationTokenRequest, GetFederationTokenResponse } from "@aws-sdk/client-sts";
import { formatArn, type Scope } from "../../arn.ts";
import type { Need } from "../../operation/index.ts";
import { tagRecord } from "../iam/index.ts";
import { requireLongTermCredentials } from "./long-term-caller.ts";
import { checkedSessionPolicies, packedPolicySize } from "./session-limits.ts";
import { sessionTags } from "./session-tags.ts";
import { stsOperation } from "./sts-operation.ts";
import { wireCredentials } from "./wire-credentials.ts";

/** Seconds. */
const DEFAULT_DURATION = 43_200;
const LONGEST_OF_ROOT = 3600;

const federatedUserArn = ({ partition, accountId }: Scope, name: string): string =>
  formatArn({ partition, accountId, service: "sts", region: "", resource: `federated-user/${name}` });

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
export const getFederationToken = stsOperation<GetFederationTokenRequest, GetFederationTokenResponse>(
  "GetFederationToken",
  {
    needs: ({ input, caller, scope }) => {
      requireLongTermCredentials(caller, "GetFederationToken");
      const requestTags = tagRecord(input.Tags);
      const tagged = Object.keys(requestTags).length > 0;
      const need = (action: string): Need => ({
        action,
        resource: federatedUserArn(scope, input.Name),
        ...(tagged ? { requestTags } : {}),
      });
      return tagged
        ? [need("sts:GetFederationToken"), need("sts:TagSession")]
        : need("sts:GetFederationToken");
    },
    run: ({ input, caller, scope, state, world, environment }) => {
      const { accountId, arn } = caller.principal;
      const policies = checkedSessionPolicies(state, accountId, input);
      const tags = sessionTags(caller, input);
      const asked = input.DurationSeconds ?? DEFAULT_DURATION;
      const isRoot = caller.principal.type === "Root";
      const duration = isRoot ? Math.min(asked, LONGEST_OF_ROOT) : asked;
      const issuedAt = world.now();
      const federatedArn = federatedUserArn(scope, input.Name);
      const userId = `${accountId}:${input.Name}`;
      const packed = [policies.policy, policies.policyArns, tags.tags];
      const size = packed.some((part) => part !== undefined) ? packedPolicySize(packed) : 0;
      const credentials = environment.issueSession({
        principal: {
          type: "FederatedUser",
          arn: federatedArn,
          accountId,
          ...(isRoot ? {} : { userArn: arn }),
        },
        userId,
        federatedBy: caller.userId,
        session: { name: input.Name, ...policies, ...tags, issuedAt, expiresAt: issuedAt + duration * 1000 },
      });
      return {
        Credentials: wireCredentials(credentials),
        FederatedUser: { FederatedUserId: userId, Arn: federatedArn },
        PackedPolicySize: size,
      };
    },
  },
);
