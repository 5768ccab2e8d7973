import assert from "node:assert/strict";
import { test } from "node:test";
import type { DescribeTagsCommandOutput, Reservation } from "@aws-sdk/client-ec2";
import { AwsError } from "../../../operation/index.ts";
import { instanceProfileTable } from "../../iam/instance-profiles/table.ts";
import { addInstanceProfile, scope, type TestPlane, testPlane } from "../testing/test-plane.ts";
import { instanceTable } from "./table.ts";

const launch = {
  ImageId: "ami-0ec50000000000001",
  InstanceType: "t3.micro",
  MinCount: 1,
  MaxCount: 1,
} as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; texts as pasted in public threads */
const refused: readonly (readonly [name: string, input: object, code: string, text: string | RegExp])[] = [
  ["no image", { ImageId: undefined }, "MissingParameter", "The request must contain the parameter ImageId"],
  [
    "a malformed image",
    { ImageId: "ami-x" },
    "InvalidAMIID.Malformed",
    'Invalid id: "ami-x" (expecting "ami-...")',
  ],
  [
    "an unknown type",
    { InstanceType: "t9.huge" },
    "InvalidParameterValue",
    "Invalid value 't9.huge' for InstanceType.",
  ],
  [
    "another architecture",
    { InstanceType: "t4g.micro" },
    "InvalidParameterValue",
    /^The architecture 'arm64'/,
  ],
  ["fewer at most than at least", { MinCount: 2 }, "InvalidParameterValue", /maxCount/],
  ["none", { MinCount: 0 }, "InvalidParameterValue", /minCount/],
  [
    "an unknown instance profile",
    { IamInstanceProfile: { Name: "nobody" } },
    "InvalidParameterValue",
    "Value (nobody) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
  ],
  [
    "another account's instance profile",
    { IamInstanceProfile: { Arn: "arn:aws:iam::999999999999:instance-profile/ecsInstanceRole" } },
    "InvalidParameterValue",
    "Value (arn:aws:iam::999999999999:instance-profile/ecsInstanceRole) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN",
  ],
  [
    "an instance profile without role",
    { IamInstanceProfile: { Name: "empty" } },
    "InvalidParameterValue",
    'Value (empty) for parameter iamInstanceProfile.name is invalid. IAM Instance Profile "arn:aws:iam::123456789012:instance-profile/empty" has no associated IAM Roles',
  ],
  ["user data that is no base64", { UserData: "#!/bin/bash" }, "InvalidUserData.Malformed", /BASE64/],
  [
    "too much user data",
    { UserData: Buffer.alloc(16_385).toString("base64") },
    "InvalidParameterValue",
    "User data is limited to 16384 bytes",
  ],
  [
    "an unknown subnet",
    { SubnetId: "subnet-1" },
    "InvalidSubnetID.NotFound",
    "The subnet ID 'subnet-1' does not exist",
  ],
  ["an unknown group", { SecurityGroupIds: ["sg-1"] }, "InvalidGroup.NotFound", /'sg-1' does not exist/],
  [
    "an unknown zone",
    { Placement: { AvailabilityZone: "us-west-2x" } },
    "InvalidParameterValue",
    "Invalid availability zone: [us-west-2x]",
  ],
  [
    "a launch template",
    { LaunchTemplate: { LaunchTemplateName: "t" } },
    "InvalidLaunchTemplateName.NotFoundException",
    /does not exist/,
  ],
  [
    "a reserved tag",
    { TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "aws:x", Value: "" }] }] },
    "InvalidParameterValue",
    /aws:x is not a valid tag key/,
  ],
  ["a dry run", { DryRun: true }, "DryRunOperation", "Request would have succeeded, but DryRun flag is set."],
];

for (const [name, input, code, text] of refused) {
  test(`a launch that cannot be: ${name}`, async () => {
    const plane = await testPlane();
    await addInstanceProfile(plane);
    await plane.state.transact((state) => {
      const table = state.table(instanceProfileTable);
      const made = { path: "/", createdAt: 0, tags: [] };
      table.put({
        ...made,
        id: "AIPAEMPTY",
        accountId: scope.accountId,
        name: "empty",
        arn: "arn:aws:iam::123456789012:instance-profile/empty",
      });
      table.put({
        ...made,
        id: "AIPAOTHER",
        accountId: "999999999999",
        name: "ecsInstanceRole",
        arn: "arn:aws:iam::999999999999:instance-profile/ecsInstanceRole",
        roleId: "AROAINSTANCEROLE12345",
      });
    });
    await assert.rejects(plane.call("RunInstances", { ...launch, ...input }), (error: AwsError) => {
      assert.ok(error instanceof AwsError);
      assert.equal(error.code, code);
      if (typeof text === "string") assert.equal(error.message, text);
      else assert.match(error.message, text);
      return true;
    });
    assert.equal(plane.state.table(instanceTable).size, 0);
  });
}

const launchTwice = async (plane: TestPlane, again: object) => {
  const first = await plane.call<Reservation>("RunInstances", { ...launch, ClientToken: "t" });
  const second = plane.call<Reservation>("RunInstances", { ...launch, ...again, ClientToken: "t" });
  return { first, second };
};

test("a repeated launch with the same client token answers the same instances", async () => {
  const plane = await testPlane();
  const { first, second } = await launchTwice(plane, {});
  assert.deepEqual(await second, first);
  assert.equal(plane.state.table(instanceTable).size, 1);
});

test("another launch with the same client token is refused", async () => {
  const plane = await testPlane();
  const { second } = await launchTwice(plane, { InstanceType: "t3.small" });
  await assert.rejects(second, { code: "IdempotentParameterMismatch" });
});

test("a launch of several gives each its own identity, and the tags to each", async () => {
  const plane = await testPlane();
  const { Instances = [] } = await plane.call<Reservation>("RunInstances", {
    ...launch,
    MaxCount: 20,
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "__proto__", Value: "kept" }] }],
  });
  assert.equal(Instances.length, 20);
  for (const member of ["InstanceId", "PrivateIpAddress", "AmiLaunchIndex"] as const) {
    assert.equal(new Set(Instances.map((instance) => instance[member])).size, 20, member);
  }
  const { Tags = [] } = await plane.call<DescribeTagsCommandOutput>("DescribeTags", {});
  assert.equal(Tags.length, 20);
  assert.ok(Tags.every(({ Key, Value }) => Key === "__proto__" && Value === "kept"));
});

test("the ECS-optimized image asks for tokens unless the launch says otherwise; others do not", async () => {
  const plane = await testPlane();
  const tokens = async (input: object): Promise<unknown> =>
    (await plane.call<Reservation>("RunInstances", { ...launch, ...input })).Instances?.[0]?.MetadataOptions
      ?.HttpTokens;
  assert.equal(await tokens({}), "required");
  assert.equal(await tokens({ MetadataOptions: { HttpTokens: "optional" } }), "optional");
  assert.equal(await tokens({ ImageId: "ami-12345678" }), "optional");
});
