import {
  type Caller,
  type Need,
  type NeedsContext,
  type Operation,
  operation,
  type RunContext,
} from "../../operation/index.ts";
import { checkConstraints } from "./constraints/check.ts";
import { invalidClientToken } from "./errors.ts";
import type { Given } from "./given.ts";

/** States what an operation needs; `action` is its own, for example `iam:CreateUser`. */
export type IamNeeds<Input> = (context: NeedsContext<Input>, action: string) => Need | readonly Need[];

/**
 * Declares an operation of IAM. Members are checked against their constraints after authorization, so that
 * nobody without permission learns more than the denial.
 */
export const iamOperation = <Request, Response = void>(
  name: string,
  parts: {
    readonly needs: IamNeeds<Given<Request>>;
    readonly run: (context: RunContext<Given<Request>>) => Given<Response>;
  },
): Operation<Given<Request>, Given<Response>> => {
  const action = `iam:${name}`;
  return operation(name, {
    needs: (context) => {
      refuseSessionsOfUsers(context.caller);
      return parts.needs(context, action);
    },
    run: (context) => {
      checkConstraints(name, context.input);
      return parts.run(context);
    },
  });
};

/**
 * IAM does not listen to federated users, nor to GetSessionToken's credentials made without MFA.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
const refuseSessionsOfUsers = ({ principal, session }: Caller): void => {
  if (session === undefined || principal.type === "AssumedRole") return;
  if (principal.type === "FederatedUser" || !session.multiFactorAuthenticated) {
    throw invalidClientToken("The security token included in the request is invalid");
  }
};
