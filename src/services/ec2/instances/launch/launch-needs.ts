import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { formatArn, regionalArn, type Scope } from "../../../../arn.ts";
import type { Need } from "../../../../operation/index.ts";
import type { Reader } from "../../../../state/index.ts";
import { tagsOf } from "../../tags/table.ts";
import { type SettledLaunch, settleLaunch } from "./settled-launch.ts";

/**
 * What RunInstances needs: `ec2:RunInstances` on each resource that the launch uses or makes, `ec2:CreateTags`
 * on those it tags, and `iam:PassRole` on the role of the instance profile.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html#iam-example-runinstances
 */
export const launchNeeds = (input: RunInstancesCommandInput, scope: Scope, state: Reader): Need[] => {
  const launch = settleLaunch(input, scope, state);
  return [
    ...resourceNeeds(input, launch, scope, state),
    ...tagNeeds(launch, scope),
    ...passRoleNeeds(launch),
  ];
};

/** ARN patterns of the resources that a launch makes: their IDs are not known when the decision is made. */
const made = (scope: Scope, type: string): string => regionalArn(scope, "ec2", `${type}/*`);

const resourceNeeds = (
  input: RunInstancesCommandInput,
  launch: SettledLaunch,
  scope: Scope,
  state: Reader,
): Need[] => {
  const action = "ec2:RunInstances";
  const region = { "ec2:Region": scope.region };
  const vpc = { "ec2:Vpc": regionalArn(scope, "ec2", `vpc/${launch.vpc.id}`) };
  const zone = { "ec2:AvailabilityZone": launch.subnet?.availabilityZone };
  const zoneAndId = { ...zone, "ec2:AvailabilityZoneId": launch.subnet?.availabilityZoneId };
  const existing = (type: string, id: string): Pick<Need, "action" | "resource" | "resourceTags"> => ({
    action,
    resource: regionalArn(scope, "ec2", `${type}/${id}`),
    resourceTags: tagsOf(state, scope, id),
  });
  const needs: Need[] = [
    {
      action,
      resource: made(scope, "instance"),
      context: { ...region, ...zoneAndId, ...instanceKeys(input, launch) },
      ...requestTags(launch, "instance"),
    },
    {
      action,
      resource: formatArn({
        ...scope,
        service: "ec2",
        accountId: "",
        resource: `image/${input.ImageId ?? "*"}`,
      }),
      context: {
        ...region,
        "ec2:ImageID": input.ImageId,
        "ec2:ImageType": "machine",
        "ec2:Owner": launch.image?.owner,
        "ec2:Public": String(launch.image?.public ?? false),
        "ec2:RootDeviceType": "ebs",
      },
    },
    {
      ...existing("subnet", launch.subnetId),
      context: { ...region, ...vpc, ...zoneAndId, "ec2:SubnetID": launch.subnetId },
    },
    {
      action,
      resource: made(scope, "network-interface"),
      context: {
        ...region,
        ...vpc,
        ...zone,
        "ec2:Subnet": regionalArn(scope, "ec2", `subnet/${launch.subnetId}`),
        "ec2:AssociatePublicIpAddress": text(launch.associatePublicIpAddress),
      },
      ...requestTags(launch, "network-interface"),
    },
    {
      action,
      resource: made(scope, "volume"),
      context: {
        ...region,
        ...zoneAndId,
        "ec2:VolumeSize": String(launch.rootVolume.sizeGib),
        "ec2:VolumeType": launch.rootVolume.type,
        "ec2:Encrypted": String(launch.rootVolume.encrypted),
      },
      ...requestTags(launch, "volume"),
    },
    ...launch.securityGroupIds.map(
      (id): Need => ({
        ...existing("security-group", id),
        context: { ...region, ...vpc, "ec2:SecurityGroupID": id },
      }),
    ),
  ];
  if (input.KeyName !== undefined) {
    needs.push({
      ...existing("key-pair", input.KeyName),
      context: { ...region, "ec2:KeyPairName": input.KeyName },
    });
  }
  return needs;
};

const text = (flag: boolean | undefined): string | undefined =>
  flag === undefined ? undefined : String(flag);

const instanceKeys = (
  input: RunInstancesCommandInput,
  launch: SettledLaunch,
): Record<string, string | undefined> => {
  const { MetadataOptions: metadata } = input;
  return {
    "ec2:InstanceType": launch.instanceTypeName,
    "ec2:InstanceProfile": launch.profile?.arn,
    "ec2:InstanceMarketType": input.InstanceMarketOptions?.MarketType ?? "on-demand",
    "ec2:EbsOptimized": String(input.EbsOptimized ?? false),
    "ec2:RootDeviceType": "ebs",
    "ec2:Tenancy": input.Placement?.Tenancy ?? "default",
    "ec2:InstanceAutoRecovery": input.MaintenanceOptions?.AutoRecovery,
    "ec2:MetadataHttpTokens": metadata?.HttpTokens,
    "ec2:MetadataHttpEndpoint": metadata?.HttpEndpoint,
    "ec2:MetadataHttpPutResponseHopLimit":
      metadata?.HttpPutResponseHopLimit === undefined ? undefined : String(metadata.HttpPutResponseHopLimit),
    "ec2:InstanceMetadataTags": metadata?.InstanceMetadataTags,
  };
};

const requestTags = (launch: SettledLaunch, type: string): Pick<Need, "requestTags"> => {
  const tags = launch.tags.get(type);
  return tags === undefined ? {} : { requestTags: tags };
};

const tagNeeds = (launch: SettledLaunch, scope: Scope): Need[] =>
  [...launch.tags].map(([type, tags]) => ({
    action: "ec2:CreateTags",
    resource: made(scope, type),
    context: { "ec2:Region": scope.region, "ec2:CreateAction": "RunInstances" },
    requestTags: tags,
  }));

const passRoleNeeds = (launch: SettledLaunch): Need[] =>
  launch.profile?.roleArn === undefined
    ? []
    : [
        {
          action: "iam:PassRole",
          resource: launch.profile.roleArn,
          context: { "iam:PassedToService": "ec2.amazonaws.com" },
        },
      ];
