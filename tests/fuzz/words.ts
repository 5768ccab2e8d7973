import { ACCOUNT } from "../product/open-product.ts";
import type { Random } from "./random.ts";

const document = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

const POLICY = document({ Effect: "Allow", Action: "ecs:List*", Resource: "*" });
const TRUST = document({
  Effect: "Allow",
  Principal: { Service: "ecs-tasks.amazonaws.com" },
  Action: "sts:AssumeRole",
});

const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${service === "iam" ? "" : "us-west-2"}:${ACCOUNT}:${resource}`;

const id = "0123456789abcdef0123456789abcdef";

/** Values that fit, by what the member's name ends with; the first that matches counts. */
const FITTING: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^AssumeRolePolicyDocument$/, [TRUST]],
  [/PolicyDocument$|PolicyInput|Policy$/, [POLICY, TRUST]],
  [
    /^(Policy|Permissions)\w*Arn$|PermissionsBoundary$/i,
    [arn("iam", "policy/some"), "arn:aws:iam::aws:policy/ReadOnlyAccess"],
  ],
  [/Role\w*Arn$|^taskRole|^executionRole/i, [arn("iam", "role/app")]],
  [/resourceArn|ResourceArn/, [arn("ecs", "cluster/demo"), arn("ecs", "task-definition/web:1")]],
  [/Arn$/, [arn("iam", "user/alice"), arn("iam", "role/app"), arn("ecs", "cluster/demo")]],
  [/userName$/i, ["alice", "bob"]],
  [/groupName$/i, ["staff"]],
  [/roleName$/i, ["app"]],
  [/instanceProfileName$/i, ["profile"]],
  [/policyName$/i, ["some"]],
  [/^cluster(Name|Arn|s)?$/i, ["demo", arn("ecs", "cluster/demo"), "default"]],
  [/^tasks?$/, [id, arn("ecs", `task/demo/${id}`)]],
  [/^taskDefinitions?$/, ["web", "web:1", arn("ecs", "task-definition/web:1")]],
  [/^family/, ["web"]],
  [/^containerInstances?$/, [id, arn("ecs", `container-instance/demo/${id}`)]],
  [/^services?$/, ["web"]],
  [/^image$/, ["busybox"]],
  [/^containerName$|^name$/, ["app", "side"]],
  [/^ImageId/, ["ami-00000000000000000"]],
  [/^InstanceType/, ["t3.small"]],
  [/^InstanceIds?/, ["i-0123456789abcdef0"]],
  [/^(cpu|memory)$/, ["256", "512"]],
  [/^Path(Prefix)?$/, ["/", "/team/"]],
  [/VersionId$/, ["v1", "v2"]],
  [/^ActionNames?$/, ["ecs:ListClusters"]],
  [/Token$|^Marker$/, ["token"]],
  [/key/i, ["team"]],
];

/** Values that are known only once something was made, by the member's name. */
const LEARNT = new Map<string, readonly string[]>();

/** Takes note of values that fit members of these names, before all others. */
export const learn = (values: Readonly<Record<string, readonly string[]>>): void => {
  for (const [name, each] of Object.entries(values)) LEARNT.set(name, each);
};

const ANY = ["demo", "web", "app", "alice", "x", "1", "a-b_c", "true"];

/** A text that fits a member, as far as its name tells. */
export const fittingText = (random: Random, name: string): string => {
  const learnt = LEARNT.get(name);
  if (learnt !== undefined) return random.pick(learnt);
  const found = FITTING.find(([pattern]) => pattern.test(name));
  return random.pick(found?.[1] ?? ANY);
};

/** Texts that somebody did not think of. */
export const STRANGE_TEXTS: readonly string[] = [
  "",
  " ",
  "\t\r\n",
  "\u0000",
  "\u0001\u001f",
  "\ufffe\uffff",
  "\ud800",
  "é漢🚢",
  "a".repeat(129),
  "a".repeat(5_000),
  "<user>&amp;]]>",
  "<!--",
  "'\"`;--",
  "${jndi:x}",
  "${aws:username}",
  "../../etc/passwd",
  "%00%ff%2e",
  "%",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "toString",
  "null",
  "undefined",
  "NaN",
  "-0",
  "1e999",
  "9".repeat(400),
  "*",
  "?",
  "**:**",
  "arn:",
  "arn:aws:::::",
  ":::::::::",
  "arn:aws:ecs:us-west-2:123456789012:cluster/",
  "arn:aws:ecs:us-west-2:123456789012:task/demo/__proto__",
  "arn:aws:iam::123456789012:role/",
  "arn:aws:iam::aws:policy/__proto__",
  "arn:aws-cn:ecs:cn-north-1:999999999999:cluster/demo",
  "/",
  "//",
  "a/b/c/d/e",
  "web:",
  "web:0",
  "web:-1",
  "web:99999999999999999999",
  "(((((",
  "attribute:a == ",
  "not(not(not(",
  "{",
  "[]",
  '{"Version":"2012-10-17","Statement":{}}',
  '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringLike":{"a":["*","*"]}}}]}',
  `${'{"a":'.repeat(300)}1${"}".repeat(300)}`,
];

/** Numbers that somebody did not think of. */
export const STRANGE_NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  1,
  0.5,
  1e-300,
  65_535,
  65_536,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  1e21,
  1e308,
];
