import { parseArn } from "../../../arn.ts";
import { invalidInput } from "../errors.ts";
import type { SimulatedPrincipal } from "./simulated-principal.ts";

/**
 * The principal as the caller that a request names: `CallerArn` with the policies of `PolicySourceArn`. "You can specify
 * only the ARN of an IAM user", and must "if you include a ResourcePolicy and the PolicySourceArn is not the ARN for an
 * IAM user". Throws InvalidInput.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const asCaller = (
  source: SimulatedPrincipal,
  {
    CallerArn,
    ResourcePolicy,
  }: { readonly CallerArn?: string | undefined; readonly ResourcePolicy?: string | undefined },
): SimulatedPrincipal => {
  if (CallerArn === undefined) {
    if (ResourcePolicy !== undefined && !/:user\//.test(source.principal.arn))
      throw invalidInput("CallerArn is required with a ResourcePolicy when the policy source is not a user.");
    return source;
  }
  const parsed = parseArn(CallerArn);
  const name = /^user\/(?:.*\/)?([^/]+)$/.exec(parsed?.resource ?? "")?.[1];
  if (parsed === undefined || name === undefined) throw invalidInput(`Invalid Caller Arn: ${CallerArn}`);
  return {
    ...source,
    principal: { type: "User", arn: CallerArn, accountId: parsed.accountId },
    context: {
      ...source.context,
      "aws:PrincipalArn": CallerArn,
      "aws:PrincipalAccount": parsed.accountId,
      "aws:PrincipalType": "User",
      "aws:username": name,
    },
  };
};
