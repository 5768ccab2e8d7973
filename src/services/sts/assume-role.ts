import type { AssumeRoleRequest, AssumeRoleResponse } from "@aws-sdk/client-sts";
import { formatArn, parseArn } from "../../arn.ts";
import type { Caller, RunContext, SessionFacts, SessionGrant } from "../../operation/index.ts";
import { findRoleByArn, type Given, type RoleRow } from "../iam/index.ts";
import { assumeRoleNeeds } from "./assume-role-needs.ts";
import { accessDenied, notAuthorized, validationError } from "./errors.ts";
import { checkedSessionPolicies, packedPolicySize } from "./session-limits.ts";
import { sessionTags } from "./session-tags.ts";
import { stsOperation } from "./sts-operation.ts";
import { wireCredentials } from "./wire-credentials.ts";

/** Seconds. */
const DEFAULT_DURATION = 3600;
const LONGEST_CHAINED = 3600;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = stsOperation<AssumeRoleRequest, AssumeRoleResponse>("AssumeRole", {
  needs: assumeRoleNeeds,
  run: (context) => {
    const grant = roleGrant(context);
    const { policy, policyArns, tags, sourceIdentity } = grant.session;
    const packed = [policy, policyArns, tags];
    const size = packed.some((part) => part !== undefined) ? packedPolicySize(packed) : undefined;
    const credentials = context.environment.issueSession(grant);
    return {
      Credentials: wireCredentials(credentials),
      AssumedRoleUser: { AssumedRoleId: grant.userId, Arn: grant.principal.arn },
      ...(size === undefined ? {} : { PackedPolicySize: size }),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    };
  },
});

/** The session that an AssumeRole call comes to, once it is allowed. Throws what AssumeRole throws. */
export const roleGrant = ({
  input,
  state,
  caller,
  world,
}: Pick<RunContext<Given<AssumeRoleRequest>>, "input" | "state" | "caller" | "world">): SessionGrant => {
  const role = findRoleByArn(state, input.RoleArn);
  if (role === undefined) throw notAuthorized(caller.principal.arn, "sts:AssumeRole", input.RoleArn);
  if (input.TokenCode !== undefined || input.SerialNumber !== undefined) {
    throw accessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
  }
  const policies = checkedSessionPolicies(state, role.accountId, input);
  const tags = sessionTags(caller, input);
  const issuedAt = world.now();
  const inherited = caller.session?.sourceIdentity;
  const sourceIdentity = input.SourceIdentity ?? inherited;
  // "The value that is set cannot be changed during the role session", nor along a chain of roles.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
  if (inherited !== undefined && sourceIdentity !== inherited) {
    throw notAuthorized(caller.principal.arn, "sts:SetSourceIdentity", input.RoleArn);
  }
  return {
    principal: rolePrincipal(role, input.RoleSessionName),
    userId: `${role.id}:${input.RoleSessionName}`,
    roleId: role.id,
    session: {
      name: input.RoleSessionName,
      ...policies,
      ...tags,
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      ...sourceInstance(caller),
      issuedAt,
      expiresAt: issuedAt + durationOf(input, role, caller) * 1000,
    },
  };
};

/** The ARN of a role's session leaves the role's path out. */
const rolePrincipal = (role: RoleRow, sessionName: string): Caller["principal"] => {
  const { accountId } = role;
  const partition = parseArn(role.arn)?.partition ?? "aws";
  const resource = `assumed-role/${role.name}/${sessionName}`;
  return {
    type: "AssumedRole",
    arn: formatArn({ partition, service: "sts", region: "", accountId, resource }),
    accountId,
    roleArn: role.arn,
    ...(role.linkedService === undefined ? {} : { serviceLinked: true }),
  };
};

/**
 * A service decides itself how long its sessions last; anybody else may ask for as long as the role allows, from
 * within another role's session for an hour.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html
 */
const durationOf = (input: Given<AssumeRoleRequest>, role: RoleRow, caller: Caller): number => {
  const duration = input.DurationSeconds ?? DEFAULT_DURATION;
  if (caller.principal.type === "Service") return duration;
  if (duration > role.maxSessionDuration) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  if (caller.principal.type === "AssumedRole" && duration > LONGEST_CHAINED) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  return duration;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2-source-instance-arn */
const sourceInstance = ({ principal, sourceArn }: Caller): Pick<SessionFacts, "context"> =>
  principal.serviceName === "ec2.amazonaws.com" && sourceArn !== undefined
    ? { context: { "ec2:SourceInstanceArn": sourceArn } }
    : {};
