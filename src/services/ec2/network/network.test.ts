import assert from "node:assert/strict";
import { test } from "node:test";
import type {
  DescribeAvailabilityZonesCommandOutput,
  DescribeImagesCommandOutput,
  DescribeInstanceTypesCommandOutput,
  DescribeRegionsCommandOutput,
  DescribeSecurityGroupsCommandOutput,
  DescribeSubnetsCommandOutput,
  DescribeVpcsCommandOutput,
  Reservation,
} from "@aws-sdk/client-ec2";
import { testPlane } from "../testing/test-plane.ts";
import { defaultVpc } from "./default-vpc.ts";
import { zonesOf } from "./zones.ts";

/** https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html */
const zoneIds: Readonly<Record<string, string>> = {
  "us-east-1": "use1-az1",
  "us-west-2": "usw2-az1",
  "eu-central-1": "euc1-az1",
  "ap-southeast-2": "apse2-az1",
  "ap-northeast-1": "apne1-az1",
  "ca-central-1": "cac1-az1",
};

for (const [region, id] of Object.entries(zoneIds)) {
  test(`the zones of ${region}`, () => {
    assert.deepEqual(zonesOf(region)[0], { name: `${region}a`, id });
  });
}

test("every account has its own default VPC in every region, always the same one", () => {
  const places = [
    { accountId: "111111111111", region: "us-east-1" },
    { accountId: "111111111111", region: "us-west-2" },
    { accountId: "222222222222", region: "us-east-1" },
  ];
  assert.equal(new Set(places.map((place) => defaultVpc(place).id)).size, 3);
  assert.equal(
    defaultVpc({ accountId: "111111111111", region: "us-east-1" }).id,
    defaultVpc({ accountId: "111111111111", region: "us-east-1" }).id,
  );
});

test("the default VPC, its subnets and its group fit together, and instances are launched into them", async () => {
  const plane = await testPlane();
  const { Vpcs } = await plane.call<DescribeVpcsCommandOutput>("DescribeVpcs", {
    Filters: [{ Name: "is-default", Values: ["true"] }],
  });
  const vpcId = Vpcs?.[0]?.VpcId;
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const { Subnets } = await plane.call<DescribeSubnetsCommandOutput>("DescribeSubnets", { Filters });
  assert.deepEqual(
    Subnets?.map(({ AvailabilityZone, CidrBlock, AvailableIpAddressCount }) => [
      AvailabilityZone,
      CidrBlock,
      AvailableIpAddressCount,
    ]),
    [
      ["us-west-2a", "172.31.0.0/20", 4091],
      ["us-west-2b", "172.31.16.0/20", 4091],
      ["us-west-2c", "172.31.32.0/20", 4091],
    ],
  );
  const { SecurityGroups } = await plane.call<DescribeSecurityGroupsCommandOutput>("DescribeSecurityGroups", {
    Filters: [...Filters, { Name: "group-name", Values: ["default"] }],
  });
  const { Instances } = await plane.call<Reservation>("RunInstances", {
    ImageId: "ami-12345678",
    InstanceType: "t3.micro",
    MinCount: 1,
    MaxCount: 1,
    SubnetId: Subnets?.[2]?.SubnetId,
    SecurityGroupIds: [SecurityGroups?.[0]?.GroupId],
  });
  assert.equal(Instances?.[0]?.Placement?.AvailabilityZone, "us-west-2c");
  assert.match(Instances?.[0]?.PrivateIpAddress ?? "", /^172\.31\.(3[2-9]|4[0-7])\.\d+$/);
  const after = await plane.call<DescribeSubnetsCommandOutput>("DescribeSubnets", {
    SubnetIds: [Subnets?.[2]?.SubnetId],
  });
  assert.equal(after.Subnets?.[0]?.AvailableIpAddressCount, 4090);
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const missing: readonly (readonly [operation: string, input: object, code: string])[] = [
  ["DescribeVpcs", { VpcIds: ["vpc-0"] }, "InvalidVpcID.NotFound"],
  ["DescribeSubnets", { SubnetIds: ["subnet-0"] }, "InvalidSubnetID.NotFound"],
  ["DescribeSecurityGroups", { GroupIds: ["sg-0"] }, "InvalidGroup.NotFound"],
  ["DescribeImages", { ImageIds: ["ami-00000000"] }, "InvalidAMIID.NotFound"],
  ["DescribeInstanceTypes", { InstanceTypes: ["t9.huge"] }, "InvalidInstanceType"],
  ["DescribeRegions", { RegionNames: ["mars-1"] }, "InvalidParameterValue"],
  ["DescribeAvailabilityZones", { ZoneNames: ["us-west-2x"] }, "InvalidParameterValue"],
  ["CreateTags", { Resources: ["vol-0"], Tags: [{ Key: "a" }] }, "InvalidVolume.NotFound"],
  ["CreateTags", { Resources: ["i-0123456789abcdef0"] }, "InvalidInstanceID.NotFound"],
  ["CreateTags", { Tags: [{ Key: "a" }] }, "MissingParameter"],
];

for (const [operation, input, code] of missing) {
  test(`${operation} ${JSON.stringify(input)} is ${code}`, async () => {
    const plane = await testPlane();
    await assert.rejects(plane.call(operation, input), { code });
  });
}

test("places, images and types can be found as tools look for them", async () => {
  const plane = await testPlane();
  const regions = await plane.call<DescribeRegionsCommandOutput>("DescribeRegions", {});
  assert.ok(regions.Regions?.some(({ RegionName }) => RegionName === "us-west-2"));
  const zones = await plane.call<DescribeAvailabilityZonesCommandOutput>("DescribeAvailabilityZones", {});
  assert.equal(zones.AvailabilityZones?.length, 3);
  const images = await plane.call<DescribeImagesCommandOutput>("DescribeImages", {
    Owners: ["amazon"],
    Filters: [
      { Name: "name", Values: ["al2023-ami-ecs-hvm-*"] },
      { Name: "architecture", Values: ["x86_64"] },
    ],
  });
  assert.deepEqual(
    images.Images?.map(({ ImageId }) => ImageId),
    ["ami-0ec50000000000001"],
  );
  const types = await plane.call<DescribeInstanceTypesCommandOutput>("DescribeInstanceTypes", {
    InstanceTypes: ["m5.large"],
  });
  assert.equal(types.InstanceTypes?.[0]?.VCpuInfo?.DefaultVCpus, 2);
  assert.equal(types.InstanceTypes?.[0]?.MemoryInfo?.SizeInMiB, 8192);
});

test("default VPCs are the same again when they had to be forgotten, as clients can name any region", () => {
  const place = { accountId: "111111111111", region: "us-east-1" };
  const first = defaultVpc(place);
  for (let index = 0; index < 2_000; index++) defaultVpc({ ...place, region: `aa-bb-${index}` });
  assert.notEqual(defaultVpc(place), first);
  assert.deepEqual(defaultVpc(place), first);
});
