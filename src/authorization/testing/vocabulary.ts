import type { AuthorizationPrincipal } from "../types.ts";

// The words of which random policies and requests are made: few, so that they meet often enough to be of use.

/** The account of all principals. */
export const ACCOUNT = "123456789012";
/** Another account. */
export const OTHER = "210987654321";
/** Actions that are asked for. */
export const ACTIONS = [
  "ecs:RunTask",
  "ecs:StopTask",
  "ecs:ListClusters",
  "iam:PassRole",
  "sts:AssumeRole",
  "s3:GetObject",
];
/** What Action and NotAction say; `*` often, or hardly anything would be allowed. */
export const ACTION_PATTERNS = [
  ...ACTIONS,
  "*",
  "*",
  "*",
  "*",
  "*",
  "*",
  "ecs:*",
  "ECS:run*",
  "ecs:*Task",
  "ecs:?unTask",
  "e*:*",
  "sts:*",
  "*:Get*",
  "iam:Pass?ole",
];
/** Resources that are asked for. */
export const RESOURCES = [
  "*",
  `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo`,
  `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/web:1`,
  `arn:aws:ecs:eu-west-1:${OTHER}:task/demo/0123:x*`,
  `arn:aws:iam::${ACCOUNT}:role/alice`,
  "arn:aws:s3:::bucket/alice/a:b",
];
/** What Resource and NotResource say. */
export const RESOURCE_PATTERNS = [
  ...RESOURCES,
  "arn:aws:ecs:*",
  "arn:aws:ecs:*:*:cluster/*",
  `arn:aws:ecs:us-*-1:${ACCOUNT}:*`,
  "arn:aws:ecs:*:cluster/d?mo",
  "arn:aws:*cs:*:*:task*/*:?",
  "arn:aws:e?s:us-e*t-1:*web:1",
  "arn:aws:s3:::bucket/${aws:username}/*",
  "arn:aws:iam::*:role/${aws:PrincipalTag/team, 'alice'}",
  "arn:aws:ecs:*:*:task/demo/*:x${*}",
  "arn:aws:iam::${aws:PrincipalAccount}:role/*",
];
/** Service principals. */
export const SERVICES = ["ecs.amazonaws.com", "ec2.amazonaws.com"];
/** A federated provider. */
export const PROVIDER = "cognito-identity.amazonaws.com";

/** Who asks. */
export const PRINCIPALS: readonly AuthorizationPrincipal[] = [
  { type: "User", arn: `arn:aws:iam::${ACCOUNT}:user/alice`, accountId: ACCOUNT },
  { type: "AssumedRole", arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s1`, accountId: ACCOUNT },
  {
    type: "AssumedRole",
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/s1`,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/ci/deploy`,
    accountId: ACCOUNT,
  },
  {
    type: "AssumedRole",
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/linked/s1`,
    accountId: ACCOUNT,
    serviceLinked: true,
  },
  { type: "FederatedUser", arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob`, accountId: ACCOUNT },
  {
    type: "FederatedUser",
    arn: `arn:aws:sts::${ACCOUNT}:federated-user/bob`,
    userArn: `arn:aws:iam::${ACCOUNT}:user/alice`,
    accountId: ACCOUNT,
  },
  { type: "Root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT },
  { type: "Service", arn: "", serviceName: "ecs.amazonaws.com", accountId: "" },
  { type: "Anonymous", arn: "", accountId: "" },
];
/** Whom a Principal element names. */
export const AWS_PRINCIPALS = [
  ...PRINCIPALS.flatMap(({ arn, roleArn }) => [arn, roleArn ?? arn]).filter((arn) => arn !== ""),
  `arn:aws:iam::${ACCOUNT}:role/deploy`,
  `arn:aws:iam::${ACCOUNT}:root`,
  ACCOUNT,
  OTHER,
  "*",
];

const TEXTS = [
  "alice",
  "Alice",
  "a*e",
  "al",
  "",
  "x:y",
  "${aws:username}",
  "al${?}",
  "al?ce",
  "*",
  "${aws:username, 'z'}",
];
const ARNS = [
  ...RESOURCES.slice(1),
  "arn:aws:ecs:*:*:cluster/*",
  "arn:aws:ecs:us-?ast-1:1*2:*",
  "${aws:SourceArn}",
  "arn:aws:iam::*:role/${aws:username}",
  "arn:aws:iam",
  "nonsense",
];
const NUMBERS = ["5", "5.0", "-3", "10.25", "many", "0"];
const DATES = [
  "2026-01-01T00:00:00Z",
  "2026-01-01",
  "1767225600",
  "2025-06-30T12:00:00+02:00",
  "2026",
  "2026-01",
  "soon",
];
const BOOLS = ["true", "false", "TRUE", "no", "${aws:MultiFactorAuthPresent}"];
const BINARIES = ["QUJD", "QUI=", "QQ==", "QUJD/+8=", "QUJ"];
const ADDRESSES = [
  "10.0.0.0/8",
  "10.1.2.3",
  "203.0.113.0/24",
  "2001:db8::/32",
  "2001:db8::1",
  "::/0",
  "0.0.0.0/0",
  "10.1.2.3/32",
];
const SEEN_ADDRESSES = ["10.1.2.3", "203.0.113.77", "2001:db8::1", "2001:db9:1:2:3:4:5:6"];

/** What conditions want, by family of operators. */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  String: TEXTS,
  Numeric: NUMBERS,
  Date: DATES,
  Bool: BOOLS,
  Binary: BINARIES,
  Ip: ADDRESSES,
  Arn: ARNS,
  Null: ["true", "false"],
};
/** Context keys, by the family whose values they mostly hold. */
export const KEYS: Readonly<Record<string, readonly string[]>> = {
  String: ["aws:username", "aws:PrincipalTag/team", "aws:TagKeys"],
  Numeric: ["aws:MultiFactorAuthAge", "s3:max-keys"],
  Date: ["aws:CurrentTime", "aws:EpochTime"],
  Bool: ["aws:MultiFactorAuthPresent", "aws:SecureTransport"],
  Binary: ["kms:Bytes"],
  Ip: ["aws:SourceIp"],
  Arn: ["aws:SourceArn", "ecs:cluster"],
  Null: ["aws:username", "aws:TagKeys", "aws:TokenIssueTime"],
};
/** The family of an operator. */
export const familyOf = (operator: string): string =>
  Object.keys(VALUES).find((family) => operator.replace(/^Not/, "").startsWith(family)) ?? "String";

/** What the context keys of requests hold. */
export const SEEN: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  "aws:username": ["alice", "Alice", "al", "", "a*e", "al?"],
  "aws:PrincipalTag/team": ["alice", "al", "bob"],
  "aws:TagKeys": [[], ["alice"], ["alice", "al"], ["x:y", "Alice", ""], "alice", [""]],
  "aws:MultiFactorAuthAge": ["5", "5.00", "-3", "never"],
  "s3:max-keys": ["10.25", "0", ["5", "10.25"]],
  "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2025-06-30T10:00:00Z", "2027-03-04T05:06:07.5Z"],
  "aws:EpochTime": ["1767225600", "2026"],
  "aws:MultiFactorAuthPresent": ["true", "false"],
  "aws:SecureTransport": ["TRUE", "false", "maybe"],
  "kms:Bytes": ["QUJD", "QQ==", "QUJD/+8=", "?"],
  "aws:SourceIp": SEEN_ADDRESSES,
  "aws:SourceArn": [...RESOURCES.slice(1), "nonsense"],
  "ecs:cluster": RESOURCES.slice(1, 3),
  "aws:TokenIssueTime": ["2026-01-01T00:00:00Z"],
  "aws:FederatedProvider": [PROVIDER],
  "aws:PrincipalAccount": [ACCOUNT],
};
