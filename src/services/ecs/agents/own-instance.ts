import type { Scope } from "../../../arn.ts";
import type { Caller } from "../../../operation/index.ts";
import type { ContainerInstanceRow } from "../container-instances/table.ts";
import { accessDenied } from "../errors.ts";

const EC2_INSTANCE = /^i-[0-9a-f]{8,17}$/;

/**
 * Refuses an agent that speaks for another machine: a session of an instance profile, which bears the EC2
 * instance's id, for a container instance of another EC2 instance, or of a machine outside of EC2 that somebody
 * else registered; and anybody for another account.
 *
 * @throws AwsError AccessDeniedException
 */
export const requireOwnInstance = (
  caller: Caller,
  scope: Scope,
  action: string,
  instance: Pick<ContainerInstanceRow, "arn" | "accountId" | "ec2InstanceId"> &
    Partial<Pick<ContainerInstanceRow, "registeredBy">>,
): void => {
  const session = caller.session?.name;
  const foreignAccount = instance.accountId !== scope.accountId;
  // A session's ARN ends with its name.
  const machine = instance.ec2InstanceId ?? instance.registeredBy?.split("/").at(-1);
  const foreignMachine =
    session !== undefined && EC2_INSTANCE.test(session) && machine !== undefined && machine !== session;
  if (foreignAccount || foreignMachine) {
    throw accessDenied(
      `User: ${caller.principal.arn} is not authorized to perform: ${action} on resource: ${instance.arn}`,
    );
  }
};
