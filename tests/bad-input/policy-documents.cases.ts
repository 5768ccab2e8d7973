import { CreatePolicyCommand, CreateRoleCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import type { Refusal } from "./refusal.ts";

// The sentences are AWS's; what follows them says where, which AWS leaves to the reader.

const allow = (statement: string): string =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",${statement}}]}`;

const row = (what: string, document: string, message: RegExp, trust = false): Refusal => ({
  what,
  code: "MalformedPolicyDocumentException",
  status: 400,
  message,
  send: async ({ iam }) => {
    if (trust)
      return iam.send(new CreateRoleCommand({ RoleName: "half", AssumeRolePolicyDocument: document }));
    const inline = { UserName: "alice", PolicyName: "half", PolicyDocument: document };
    const { name: fault } = await iam.send(new PutUserPolicyCommand(inline)).then(
      () => new Error("accepted"),
      (error: Error) => error,
    );
    if (fault !== "MalformedPolicyDocumentException") throw new Error(`inline it is ${fault}`);
    return iam.send(new CreatePolicyCommand({ PolicyName: "half", PolicyDocument: document }));
  },
});

/** Documents that are none, as managed policy, inline policy and trust policy. */
export const policyDocuments: readonly Refusal[] = [
  row("no JSON", "hello", /^Syntax errors in policy\..*\(line 1, column 1\)/),
  row("JSON that breaks off", "{", /^Syntax errors in policy\..*\(line 1, column 2\)/),
  row(
    "a comma that is missing in the third line",
    '{\n  "Version": "2012-10-17"\n  "Statement": []\n}',
    /^Syntax errors in policy\..*\(line 3, column 3\)/,
  ),
  row("a list", "[]", /^Syntax errors in policy\./),
  row("no statement", '{"Version":"2012-10-17"}', /^Syntax errors in policy\..*Statement/),
  row(
    "a member twice",
    '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}',
    /"Version".*column 25/,
  ),
  row("a version of the future", '{"Version":"2020-01-01","Statement":[]}', /Version/),
  row("an effect that is none", allow('"Action":"*","Resource":"*"').replace("Allow", "Permit"), /Effect/),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_policies.html
  row("no action", allow('"Resource":"*"'), /^Policy statement must contain actions\./),
  row("no resource", allow('"Action":"ecs:*"'), /^Policy statement must contain resources\./),
  row(
    "a principal in an identity's policy",
    allow('"Principal":"*","Action":"ecs:*","Resource":"*"'),
    /^Policy document should not specify a principal\./,
  ),
  row(
    "an action without a service",
    allow('"Action":"ListClusters","Resource":"*"'),
    /^Actions\/Conditions must be prefaced by a vendor, e\.g\., iam, sdb, ec2, etc\./,
  ),
  row(
    "a resource that is no ARN",
    allow('"Action":"ecs:*","Resource":"demo"'),
    /^Resource demo must be in ARN format or "\*"\./,
  ),
  row(
    "a partition that is none",
    allow('"Action":"ecs:*","Resource":"arn:ws:ecs:us-west-2:123456789012:cluster/a"'),
    /^Partition "ws" is not valid for resource "arn:ws:/,
  ),
  row(
    "a condition operator that is none",
    allow('"Action":"ecs:*","Resource":"*","Condition":{"StringSame":{"aws:username":"a"}}'),
    /StringSame/,
  ),
  row("an element that is none", allow('"Action":"ecs:*","Resource":"*","Colour":"blue"'), /Colour/),
  row(
    "an action and its opposite",
    allow('"Action":"ecs:*","NotAction":"ecs:*","Resource":"*"'),
    /^Syntax errors in policy\..*NotAction/,
  ),
  row(
    "a Sid twice",
    '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"}]}',
    /^Statement IDs \(SID\) in a single policy must be unique\./,
  ),
  row(
    "a trust policy without principal",
    allow('"Action":"sts:AssumeRole"'),
    /^Missing required field Principal/,
    true,
  ),
  row(
    "a trust policy with a resource",
    allow('"Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole","Resource":"*"'),
    /^Has prohibited field Resource/,
    true,
  ),
  row(
    "a trust policy in which nobody is trusted",
    allow('"Principal":{"AWS":"arn:aws:iam::123456789012:user/nobody"},"Action":"sts:AssumeRole"'),
    /^Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user\/nobody"/,
    true,
  ),
];
