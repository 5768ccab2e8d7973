import { decide } from "../../authorization/index.ts";
import type { Caller } from "../../operation/index.ts";
import type { Reader } from "../../state/index.ts";
import { effectiveTrustPolicy, findRoleByArn, NO_POLICIES, resourceLayer } from "../iam/index.ts";

/**
 * An AWS service as a caller, for example `ecs-tasks.amazonaws.com`: so that the control plane's own parts
 * assume roles through the same door as everybody. `sourceArn` is what the service does it for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export const serviceCaller = (serviceName: string, accountId: string, sourceArn?: string): Caller => ({
  principal: { type: "Service", arn: serviceName, accountId, serviceName },
  userId: serviceName,
  ...(sourceArn === undefined ? {} : { sourceArn }),
});

/**
 * The keys that tell a trust policy for whom a service assumes a role.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html (confused deputy)
 */
export const sourceContext = ({
  principal,
  sourceArn,
}: Caller): Readonly<Record<string, string | undefined>> =>
  principal.type === "Service"
    ? { "aws:SourceAccount": principal.accountId, "aws:SourceArn": sourceArn }
    : {};

/**
 * Whether a role's trust policy lets a service assume it: the answer that RunTask and RunInstances give
 * before anything starts. False when there is no such role.
 */
export const mayServiceAssume = (
  state: Reader,
  roleArn: string,
  servicePrincipal: string,
  sourceArn?: string,
): boolean => {
  const role = findRoleByArn(state, roleArn);
  if (role === undefined) return false;
  const caller = serviceCaller(servicePrincipal, role.accountId, sourceArn);
  const context = Object.entries(sourceContext(caller)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const trust = { kind: "trust", document: effectiveTrustPolicy(state, role), name: role.name } as const;
  const { allowed } = decide(
    {
      principal: caller.principal,
      action: "sts:AssumeRole",
      resource: role.arn,
      resourceAccount: role.accountId,
      context: {
        "aws:PrincipalIsAWSService": "true",
        "aws:PrincipalServiceName": servicePrincipal,
        "aws:ResourceAccount": role.accountId,
        ...Object.fromEntries(context),
      },
    },
    { ...NO_POLICIES, resource: resourceLayer(trust) },
  );
  return allowed;
};
