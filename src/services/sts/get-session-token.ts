import type { GetSessionTokenRequest, GetSessionTokenResponse } from "@aws-sdk/client-sts";
import { accessDenied } from "./errors.ts";
import { requireLongTermCredentials } from "./long-term-caller.ts";
import { stsOperation } from "./sts-operation.ts";
import { wireCredentials } from "./wire-credentials.ts";

/** Seconds. */
const DEFAULT_DURATION = 43_200;
const LONGEST_OF_ROOT = 3600;

/**
 * Needs no permission, as the session can do no more than the user.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const getSessionToken = stsOperation<GetSessionTokenRequest, GetSessionTokenResponse>(
  "GetSessionToken",
  {
    needs: ({ caller }) => {
      requireLongTermCredentials(caller, "GetSessionToken");
      return "none";
    },
    run: ({ input, caller, world, environment }) => {
      if (input.TokenCode !== undefined || input.SerialNumber !== undefined) {
        throw accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
      }
      const asked = input.DurationSeconds ?? DEFAULT_DURATION;
      const duration = caller.principal.type === "Root" ? Math.min(asked, LONGEST_OF_ROOT) : asked;
      const issuedAt = world.now();
      const credentials = environment.issueSession({
        principal: caller.principal,
        userId: caller.userId,
        ...(caller.userName === undefined ? {} : { userName: caller.userName }),
        session: { name: "", issuedAt, expiresAt: issuedAt + duration * 1000 },
      });
      return { Credentials: wireCredentials(credentials) };
    },
  },
);
