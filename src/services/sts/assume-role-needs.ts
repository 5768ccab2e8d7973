import type { AssumeRoleRequest } from "@aws-sdk/client-sts";
import { parseArn } from "../../arn.ts";
import type { ContextValue } from "../../authorization/index.ts";
import type { Need, NeedsContext } from "../../operation/index.ts";
import { effectiveTrustPolicy, findRoleByArn, type Given, type RoleRow, tagRecord } from "../iam/index.ts";
import { accessDenied, validationError } from "./errors.ts";
import { sourceContext } from "./service-principal.ts";
import { inheritedTags } from "./session-tags.ts";

/** A trust policy for roles that do not exist: nobody is trusted, and the denial is that of any other role. */
const TRUSTS_NOBODY = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "nobody.invalid" }, Action: "sts:AssumeRole" },
});

/**
 * What AssumeRole needs of the caller's policies and of the role's trust policy: `sts:AssumeRole`, with tags also
 * `sts:TagSession`, with a source identity also `sts:SetSourceIdentity`; what a calling session hands on counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export const assumeRoleNeeds = ({
  input,
  state,
  caller,
}: NeedsContext<Given<AssumeRoleRequest>>): readonly Need[] => {
  if (caller.principal.type === "Root") throw accessDenied("Roles may not be assumed by root accounts.");
  if (caller.principal.type === "FederatedUser") {
    throw accessDenied("Cannot call AssumeRole with federated user credentials");
  }
  const arn = parseArn(input.RoleArn);
  if (arn === undefined) throw validationError(`${input.RoleArn} is invalid`);
  const role = findRoleByArn(state, input.RoleArn);
  const sourceIdentity = input.SourceIdentity ?? caller.session?.sourceIdentity;
  const keys: Record<string, ContextValue | undefined> = {
    ...sourceContext(caller),
    ...resourceTagKeys(role),
    "sts:RoleSessionName": input.RoleSessionName,
    "sts:ExternalId": input.ExternalId,
    "sts:SourceIdentity": sourceIdentity,
    "sts:TransitiveTagKeys": input.TransitiveTagKeys,
  };
  const tags = tagRecord(input.Tags);
  const need = (action: string, requestTags: Readonly<Record<string, string>>): Need => ({
    action,
    resource: input.RoleArn,
    resourceAccount: arn.accountId,
    context: keys,
    ...(Object.keys(requestTags).length === 0 ? {} : { requestTags }),
    resourcePolicy: {
      kind: "trust",
      name: role?.name ?? input.RoleArn,
      document: role === undefined ? TRUSTS_NOBODY : effectiveTrustPolicy(state, role),
    },
  });
  const needs = [need("sts:AssumeRole", tags)];
  const handedOn = { ...inheritedTags(caller), ...tags };
  if (Object.keys(handedOn).length > 0) needs.push(need("sts:TagSession", handedOn));
  if (sourceIdentity !== undefined) needs.push(need("sts:SetSourceIdentity", tags));
  return needs;
};

/** A role's tags under the keys that policies about roles use, whichever service the action is of. */
const resourceTagKeys = (role: RoleRow | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (role?.tags ?? []).flatMap(({ Key, Value }) => [
      [`aws:ResourceTag/${Key}`, Value],
      [`iam:ResourceTag/${Key}`, Value],
    ]),
  );
