import type { Scope } from "../arn.ts";
import type { ContextValue, RequestContext } from "../authorization/index.ts";
import type { Caller } from "./caller.ts";
import type { Need } from "./operation.ts";
import type { RequestFacts } from "./request-facts.ts";

const MOST_SECONDS = 64;
const written = new Map<number, string>();

/** Calls come many a second, and the sessions they belong to began in a few: each second is written once. */
const iso = (milliseconds: number): string => {
  const second = Math.floor(milliseconds / 1000);
  const known = written.get(second);
  if (known !== undefined) return known;
  const text = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  if (written.size >= MOST_SECONDS) written.clear();
  written.set(second, text);
  return text;
};

/** `aws:PrincipalType` of each kind of principal. */
const PRINCIPAL_TYPE = {
  Root: "Account",
  User: "User",
  AssumedRole: "AssumedRole",
  FederatedUser: "FederatedUser",
  Service: "AWSService",
  Anonymous: "Anonymous",
} as const;

/**
 * The condition keys that every call of a principal has.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const callContext = (
  caller: Caller,
  scope: Scope,
  request: RequestFacts,
  now: number,
  principalTags: Readonly<Record<string, string>>,
): Record<string, ContextValue> => {
  const { principal, session } = caller;
  const keys: Record<string, ContextValue> = {
    "aws:PrincipalType": PRINCIPAL_TYPE[principal.type],
    "aws:PrincipalIsAWSService": String(principal.type === "Service"),
    "aws:userid": caller.userId,
    "aws:RequestedRegion": scope.region,
    "aws:SecureTransport": String(request.secureTransport),
    "aws:CurrentTime": iso(now),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:ViaAWSService": String(caller.calledVia !== undefined),
  };
  // What has no account is neither signed by anybody in one nor has an ARN.
  if (principal.accountId !== "") {
    keys["aws:PrincipalArn"] = principal.roleArn ?? principal.arn;
    keys["aws:PrincipalAccount"] = principal.accountId;
  }
  if (principal.serviceName !== undefined) {
    keys["aws:PrincipalServiceName"] = principal.serviceName;
    keys["aws:PrincipalServiceNamesList"] = [principal.serviceName];
  }
  if (caller.userName !== undefined) keys["aws:username"] = caller.userName;
  if (request.sourceIp !== undefined && caller.calledVia === undefined)
    keys["aws:SourceIp"] = request.sourceIp;
  if (request.userAgent !== undefined) keys["aws:UserAgent"] = request.userAgent;
  if (caller.calledVia !== undefined) {
    keys["aws:CalledVia"] = caller.calledVia;
    keys["aws:CalledViaFirst"] = caller.calledVia[0] ?? "";
    keys["aws:CalledViaLast"] = caller.calledVia.at(-1) ?? "";
  }
  if (session !== undefined) {
    keys["aws:TokenIssueTime"] = iso(session.issuedAt);
    keys["aws:MultiFactorAuthPresent"] = String(session.multiFactorAuthenticated ?? false);
    if (session.multiFactorAuthenticated) {
      keys["aws:MultiFactorAuthAge"] = String(Math.floor((now - session.issuedAt) / 1000));
    }
    if (session.sourceIdentity !== undefined) keys["aws:SourceIdentity"] = session.sourceIdentity;
    Object.assign(keys, session.context);
  }
  for (const [key, value] of Object.entries(principalTags)) keys[`aws:PrincipalTag/${key}`] = value;
  return keys;
};

/** The keys of one need on top of those of its call. */
export const needContext = (
  call: Readonly<Record<string, ContextValue>>,
  need: Need,
  accountId: string,
): RequestContext => {
  const keys: Record<string, ContextValue> = { ...call };
  keys["aws:ResourceAccount"] = need.resourceAccount ?? accountId;
  for (const [key, value] of Object.entries(need.context ?? {})) {
    if (value !== undefined) keys[key] = value;
  }
  if (need.requestTags !== undefined) {
    for (const [key, value] of Object.entries(need.requestTags)) keys[`aws:RequestTag/${key}`] = value;
    keys["aws:TagKeys"] = Object.keys(need.requestTags);
  }
  if (need.resourceTags !== undefined) {
    const service = need.action.slice(0, need.action.indexOf(":"));
    for (const [key, value] of Object.entries(need.resourceTags)) {
      keys[`aws:ResourceTag/${key}`] = value;
      keys[`${service}:ResourceTag/${key}`] = value;
    }
  }
  return keys;
};
