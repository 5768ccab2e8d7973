import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { roleTable } from "../../iam/roles/table.ts";
import { roleArn } from "../authorization-context.ts";
import { clientException } from "../errors.ts";

/**
 * The ARN of a role that a task definition names; it must be a role of this account. The ARN is the very one
 * on which `iam:PassRole` was decided, so that no other role can slip in under the same name.
 * https://github.com/aws-samples/aws-modern-application-workshop/issues/9
 * https://github.com/bradford-hamilton/terraform-ecs-fargate/issues/8
 *
 * @throws AwsError ClientException
 */
export const requireRole = (state: Reader, scope: Scope, role: string | undefined): string | undefined => {
  if (role === undefined) return undefined;
  // An empty name is no role either: https://github.com/actions/runner-images/issues/10387
  const arn = role === "" ? "" : roleArn(scope, role);
  for (const row of state.table(roleTable).by("arn", arn)) {
    if (row.accountId === scope.accountId) return arn;
  }
  throw clientException("Role is not valid");
};
