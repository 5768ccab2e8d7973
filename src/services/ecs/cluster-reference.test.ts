import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AwsError } from "../../operation/index.ts";
import { roleArn } from "./authorization-context.ts";
import { clusterArn } from "./cluster-reference.ts";
import { SCOPE } from "./testing/test-plane.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012:cluster";

describe("a reference to a cluster", () => {
  it("is a name, an ARN, or the default", () => {
    for (const [reference, arn] of [
      [undefined, `${ARN}/default`],
      ["", `${ARN}/default`],
      ["web", `${ARN}/web`],
      [`${ARN}/web`, `${ARN}/web`],
    ] as const) {
      assert.equal(clusterArn(SCOPE, reference), arn);
    }
    const china = { accountId: "123456789012", region: "cn-north-1", partition: "aws-cn" };
    assert.equal(clusterArn(china, "web"), "arn:aws-cn:ecs:cn-north-1:123456789012:cluster/web");
  });

  // https://github.com/awslabs/amazon-ecs-nodejs-microservices/issues/18
  // https://github.com/aws/aws-cli/issues/7875
  for (const [reference, text] of [
    ["a b", "Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was a b"],
    ["a/b", "Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was a/b"],
    [`${ARN}/a/b`, `Invalid identifier: ${ARN}/a/b`],
    [`${ARN}/*`, "Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was *"],
    ["arn:aws:s3:::bucket", "Invalid identifier: arn:aws:s3:::bucket"],
    ["arn:aws:ecs:us-east-1:123456789012:service/web", "Unsupported resource type: service"],
    [
      "arn:aws:ecs:us-east-1:999999999999:cluster/web",
      "Invalid identifier: Identifier is for account 999999999999. Your account is 123456789012",
    ],
  ] as const) {
    it(`is not ${reference}`, () => {
      assert.throws(
        () => clusterArn(SCOPE, reference),
        (error) =>
          error instanceof AwsError && error.code === "InvalidParameterException" && error.message === text,
      );
    });
  }
});

describe("a role's ARN", () => {
  it("is made of a name, and of everything else that is none", () => {
    // https://github.com/aws/containers-roadmap/issues/1390
    for (const [role, arn] of [
      ["task", "arn:aws:iam::123456789012:role/task"],
      ["/team/task", "arn:aws:iam::123456789012:role/team/task"],
      ["arn:aws:iam::999999999999:role/task", "arn:aws:iam::999999999999:role/task"],
      [
        "arn:aws:iam::0123456789/role/admin",
        "arn:aws:iam::123456789012:role/arn:aws:iam::0123456789/role/admin",
      ],
    ] as const) {
      assert.equal(roleArn(SCOPE, role), arn);
    }
  });
});
