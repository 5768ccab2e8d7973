import fc from "fast-check";
import type { AuthorizationPrincipal, AuthorizationRequest, PolicyKind } from "../types.ts";
import type { PolicyJson, ReferenceLayers, ReferencePolicy, StatementJson } from "./reference-evaluator.ts";
import { COMPARISONS } from "./reference-values.ts";

/** Random policies and requests from small alphabets, so that they meet often enough to be of use. */

const ACCOUNT = "123456789012";
const OTHER = "210987654321";
const ACTIONS = [
  "ecs:RunTask",
  "ecs:StopTask",
  "ecs:ListClusters",
  "iam:PassRole",
  "sts:AssumeRole",
  "s3:GetObject",
];
const ACTION_PATTERNS = [
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
const RESOURCES = [
  "*",
  `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo`,
  `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/web:1`,
  `arn:aws:ecs:eu-west-1:${OTHER}:task/demo/0123:x*`,
  `arn:aws:iam::${ACCOUNT}:role/alice`,
  "arn:aws:s3:::bucket/alice/a:b",
];
const RESOURCE_PATTERNS = [
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
const SERVICES = ["ecs.amazonaws.com", "ec2.amazonaws.com"];
const PROVIDER = "cognito-identity.amazonaws.com";

const PRINCIPALS: readonly AuthorizationPrincipal[] = [
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
const AWS_PRINCIPALS = [
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

const VALUES: Readonly<Record<string, readonly string[]>> = {
  String: TEXTS,
  Numeric: NUMBERS,
  Date: DATES,
  Bool: BOOLS,
  Binary: BINARIES,
  Ip: ADDRESSES,
  Arn: ARNS,
  Null: ["true", "false"],
};
// Each kind of operator mostly meets a key that holds its kind of value.
const KEYS: Readonly<Record<string, readonly string[]>> = {
  String: ["aws:username", "aws:PrincipalTag/team", "aws:TagKeys"],
  Numeric: ["aws:MultiFactorAuthAge", "s3:max-keys"],
  Date: ["aws:CurrentTime", "aws:EpochTime"],
  Bool: ["aws:MultiFactorAuthPresent", "aws:SecureTransport"],
  Binary: ["kms:Bytes"],
  Ip: ["aws:SourceIp"],
  Arn: ["aws:SourceArn", "ecs:cluster"],
  Null: ["aws:username", "aws:TagKeys", "aws:TokenIssueTime"],
};
const familyOf = (operator: string): string =>
  Object.keys(VALUES).find((family) => operator.replace(/^Not/, "").startsWith(family)) ?? "String";

const some = <Value>(values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const texts = (values: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(some(values), fc.array(some(values), { minLength: 1, maxLength: 3 }));
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 2): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });

const letterCase = (key: string): fc.Arbitrary<string> =>
  fc.constantFrom(key, key, key, key.toLowerCase(), key.toUpperCase());

const condition = fc
  .record({
    set: fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:"),
    operator: some([...Object.keys(COMPARISONS), "Null"]),
    ifExists: fc.constantFrom("", "", "IfExists"),
    anyKey: fc.integer({ min: 0, max: 9 }),
  })
  .chain(({ set, operator, ifExists, anyKey }) => {
    const family = familyOf(operator);
    const keys = anyKey === 0 ? Object.values(KEYS).flat() : (KEYS[family] ?? []);
    return fc.record({
      operator: fc.constant(set + operator + (operator === "Null" ? "" : ifExists)),
      key: some(keys).chain(letterCase),
      values: texts(VALUES[family] ?? []),
    });
  });

const conditions = fc.array(condition, { minLength: 1, maxLength: 2 }).map((all) => {
  const blocks: Record<string, Record<string, string | string[]>> = {};
  for (const { operator, key, values } of all) blocks[operator] = { ...blocks[operator], [key]: values };
  return blocks;
});

const principalElement = fc.oneof(
  fc.constant("*" as const),
  fc.record({ AWS: texts(AWS_PRINCIPALS) }),
  fc.record({ AWS: fc.array(some(AWS_PRINCIPALS), { minLength: 2, maxLength: 5 }) }),
  fc.record({ Service: texts(SERVICES) }),
  fc.record({ AWS: texts(AWS_PRINCIPALS), Federated: fc.constant(PROVIDER) }),
);

const statement = (kind: PolicyKind): fc.Arbitrary<StatementJson> =>
  fc
    .record({
      deny: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
      action: texts(ACTION_PATTERNS),
      notAction: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      resource: texts(["*", "*", "*", "*", "*", "*", "*", "*", ...RESOURCE_PATTERNS]),
      notResource: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      principal: principalElement,
      notPrincipal: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
      condition: sometimes(conditions, 1),
    })
    .map(({ deny, action, notAction, resource, notResource, principal, notPrincipal, condition: block }) => {
      const withPrincipal = kind === "resource" || kind === "trust";
      const negate = notPrincipal && !(kind === "trust" && !deny);
      return {
        Effect: deny ? "Deny" : "Allow",
        [notAction ? "NotAction" : "Action"]: action,
        ...(kind !== "trust" && { [notResource ? "NotResource" : "Resource"]: resource }),
        ...(withPrincipal && { [negate ? "NotPrincipal" : "Principal"]: principal }),
        ...(kind === "rcp" && { Principal: "*" as const }),
        ...(block && { Condition: block }),
      };
    });

const policy = (kind: PolicyKind): fc.Arbitrary<ReferencePolicy> =>
  fc
    .record({
      version: fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", undefined),
      statements: fc.oneof(statement(kind), fc.array(statement(kind), { minLength: 1, maxLength: 3 })),
    })
    .map(({ version, statements }) => {
      const document: PolicyJson = { ...(version && { Version: version }), Statement: statements };
      return { kind, document };
    });

const policies = (kind: PolicyKind): fc.Arbitrary<readonly ReferencePolicy[]> =>
  fc.array(policy(kind), { minLength: 0, maxLength: 3 });
/** A level of the organization mostly lets everything pass, as FullAWSAccess does. */
const controls = (kind: "scp" | "rcp"): fc.Arbitrary<readonly ReferencePolicy[]> =>
  fc.record({ full: fc.integer({ min: 0, max: 4 }), more: policies(kind) }).map(({ full, more }) => {
    const Statement: StatementJson = {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      ...(kind === "rcp" && { Principal: "*" as const }),
    };
    return full === 0 ? more : [{ kind, document: { Version: "2012-10-17", Statement } }, ...more];
  });

/** Layers in every combination. */
export const anyLayers: fc.Arbitrary<ReferenceLayers> = fc
  .record({
    identity: policies("inline"),
    boundary: sometimes(policies("boundary")),
    session: sometimes(policies("session")),
    resource: sometimes(fc.oneof(policies("resource"), policies("trust"))),
    scps: sometimes(fc.array(controls("scp"), { maxLength: 2 })),
    rcps: sometimes(fc.array(controls("rcp"), { maxLength: 2 })),
  })
  .map(
    (layers) =>
      Object.fromEntries(Object.entries(layers).filter(([, value]) => value !== undefined)) as never,
  );

const SEEN: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
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

const context = fc
  .record(
    Object.fromEntries(
      Object.entries(SEEN).map(([key, values]) => [
        key,
        fc.option(some(values), { nil: undefined, freq: 3 }),
      ]),
    ),
  )
  .chain((values) =>
    fc.tuple(
      ...Object.entries(values)
        .filter((entry): entry is [string, string | readonly string[]] => entry[1] !== undefined)
        .map(([key, value]) => letterCase(key).map((written) => [written, value] as const)),
    ),
  )
  .map((entries) => Object.fromEntries(entries) as Record<string, string | readonly string[]>);

/** Requests of every kind of principal, within an account and across accounts. */
export const anyRequest: fc.Arbitrary<AuthorizationRequest> = fc
  .record({
    principal: some(PRINCIPALS),
    action: some(ACTIONS),
    resource: some(RESOURCES),
    resourceAccount: fc.constantFrom(undefined, ACCOUNT, ACCOUNT, OTHER),
    context,
  })
  .map(({ resourceAccount, ...request }) => ({ ...request, ...(resourceAccount && { resourceAccount }) }));
