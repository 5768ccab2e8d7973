import assert from "node:assert/strict";
import { test } from "node:test";
import type { DescribeInstancesCommandOutput, Instance, Reservation } from "@aws-sdk/client-ec2";
import { type TestPlane, testPlane } from "../testing/test-plane.ts";

const launch = async (plane: TestPlane, input: object = {}): Promise<Instance[]> =>
  (
    await plane.call<Reservation>("RunInstances", {
      ImageId: "ami-12345678",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      ...input,
    })
  ).Instances ?? [];

const idsOf = (output: DescribeInstancesCommandOutput): (string | undefined)[] =>
  (output.Reservations ?? []).flatMap(({ Instances }) =>
    (Instances ?? []).map(({ InstanceId }) => InstanceId),
  );

test("filters: any value of each filter, wildcards, tags", async () => {
  const plane = await testPlane();
  const [web] = await launch(plane, {
    TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "web-1" }] }],
  });
  const [database] = await launch(plane, { InstanceType: "m5.large" });
  const cases: readonly (readonly [filters: object[], ids: (string | undefined)[]])[] = [
    [[{ Name: "instance-state-name", Values: ["pending"] }], [web?.InstanceId, database?.InstanceId]],
    [[{ Name: "instance-type", Values: ["m5.*"] }], [database?.InstanceId]],
    [[{ Name: "instance-type", Values: ["c5.large", "t3.micr?"] }], [web?.InstanceId]],
    [[{ Name: "tag:Name", Values: ["web-*"] }], [web?.InstanceId]],
    [[{ Name: "tag:Name", Values: ["web-\\*"] }], []],
    [[{ Name: "tag-key", Values: ["Name"] }], [web?.InstanceId]],
    [[{ Name: "private-ip-address", Values: [database?.PrivateIpAddress] }], [database?.InstanceId]],
    [
      [
        { Name: "instance-type", Values: ["t3.micro"] },
        { Name: "instance-state-code", Values: ["16"] },
      ],
      [],
    ],
  ];
  for (const [Filters, expected] of cases) {
    const output = await plane.call<DescribeInstancesCommandOutput>("DescribeInstances", { Filters });
    assert.deepEqual(idsOf(output), expected, JSON.stringify(Filters));
  }
});

test("an unknown filter is refused, also where there is no instance", async () => {
  const plane = await testPlane();
  await assert.rejects(plane.call("DescribeInstances", { Filters: [{ Name: "colour", Values: ["red"] }] }), {
    code: "InvalidParameterValue",
    message: "The filter 'colour' is invalid",
  });
});

test("pages hold every instance once; instances launched together share a reservation", async () => {
  const plane = await testPlane();
  const all = await launch(plane, { MaxCount: 12 });
  const seen: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await plane.call<DescribeInstancesCommandOutput>("DescribeInstances", {
      MaxResults: 5,
      NextToken,
    });
    assert.equal(page.Reservations?.length, 1);
    seen.push(...idsOf(page));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  assert.deepEqual(
    seen,
    all.map(({ InstanceId }) => InstanceId),
  );
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const errors: readonly (readonly [input: object, code: string, message: string])[] = [
  [
    { InstanceIds: ["i-0123456789abcdef0"] },
    "InvalidInstanceID.NotFound",
    "The instance ID 'i-0123456789abcdef0' does not exist",
  ],
  [
    { InstanceIds: ["i-0123456789abcdef0", "i-0123456789abcdef1"] },
    "InvalidInstanceID.NotFound",
    "The instance IDs 'i-0123456789abcdef0, i-0123456789abcdef1' do not exist",
  ],
  [{ InstanceIds: ["nonsense"] }, "InvalidInstanceID.Malformed", 'Invalid id: "nonsense"'],
  [
    { InstanceIds: ["i-0123456789abcdef0"], MaxResults: 5 },
    "InvalidParameterCombination",
    "The parameter instancesSet cannot be used with the parameter maxResults",
  ],
  [
    { MaxResults: 4 },
    "InvalidParameterValue",
    "Value ( 4 ) for parameter maxResults is invalid. Expecting a value between 5 and 1000.",
  ],
  [{ MaxResults: 5, NextToken: "x" }, "InvalidParameterValue", "Unable to parse pagination token"],
  [{ DryRun: true }, "DryRunOperation", "Request would have succeeded, but DryRun flag is set."],
];

for (const [input, code, message] of errors) {
  test(`describing ${JSON.stringify(input)} is ${code}`, async () => {
    const plane = await testPlane();
    await assert.rejects(plane.call("DescribeInstances", input), { code, message });
  });
}
