import type { RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import {
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  resourceNotFound,
} from "../../errors.ts";
import { isImageId } from "../../images/built-in-image.ts";
import { checkTags } from "../../tags/check-tags.ts";
import { LAUNCH_LIMIT } from "./new-instances.ts";
import type { SettledLaunch } from "./settled-launch.ts";

/** Resource types that RunInstances can tag here. */
const TAGGABLE = ["instance", "volume", "network-interface"];

/** User data may have 16 KiB before it is encoded. */
const USER_DATA_LIMIT = 16_384;

/**
 * Refuses a launch that cannot be. Throws AwsError with the codes and texts of RunInstances.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const checkLaunch = (input: RunInstancesCommandInput, launch: SettledLaunch): void => {
  checkCounts(input);
  checkTemplate(input);
  checkImage(input, launch);
  checkNetwork(input, launch);
  checkProfile(input, launch);
  checkUserData(input.UserData);
  checkMetadataOptions(input.MetadataOptions ?? {});
  for (const [type, tags] of launch.tags) {
    if (!TAGGABLE.includes(type)) {
      throw invalidParameterValue(`'${type}' is not a valid taggable resource type for this operation.`);
    }
    checkTags(tags);
  }
};

const checkCounts = ({ MinCount, MaxCount }: RunInstancesCommandInput): void => {
  if (MaxCount === undefined) throw missingParameter("MaxCount");
  if (MinCount === undefined) throw missingParameter("MinCount");
  if (MinCount < 1) {
    throw invalidParameterValue(
      `Value (${MinCount}) for parameter minCount is invalid. Value must be at least 1`,
    );
  }
  if (MaxCount < MinCount) {
    throw invalidParameterValue(
      `Value (${MaxCount}) for parameter maxCount is invalid. Value must be at least the minCount of ${MinCount}`,
    );
  }
  if (MinCount > LAUNCH_LIMIT) {
    throw resourceNotFound(
      "InstanceLimitExceeded",
      `You have requested more instances (${MinCount}) than your current instance limit of ${LAUNCH_LIMIT} allows for the specified instance type.`,
    );
  }
};

const checkTemplate = (input: RunInstancesCommandInput): void => {
  const template = input.LaunchTemplate;
  if (template?.LaunchTemplateId !== undefined) {
    throw resourceNotFound(
      "InvalidLaunchTemplateId.NotFound",
      `The specified launch template, with template ID ${template.LaunchTemplateId}, does not exist.`,
    );
  }
  if (template !== undefined) {
    throw resourceNotFound(
      "InvalidLaunchTemplateName.NotFoundException",
      `The specified launch template, with template name ${template.LaunchTemplateName}, does not exist.`,
    );
  }
  if (input.Placement?.GroupName) {
    throw resourceNotFound(
      "InvalidPlacementGroup.Unknown",
      `The Placement Group '${input.Placement.GroupName}' is unknown.`,
    );
  }
};

const checkImage = (input: RunInstancesCommandInput, launch: SettledLaunch): void => {
  const { ImageId } = input;
  if (ImageId === undefined || ImageId === "") throw missingParameter("ImageId");
  if (!isImageId(ImageId)) {
    throw resourceNotFound("InvalidAMIID.Malformed", `Invalid id: "${ImageId}" (expecting "ami-...")`);
  }
  const { instanceType, image } = launch;
  if (instanceType === undefined) {
    throw invalidParameterValue(`Invalid value '${launch.instanceTypeName}' for InstanceType.`);
  }
  if (image !== undefined && image.architecture !== instanceType.architecture) {
    throw invalidParameterValue(
      `The architecture '${instanceType.architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again.`,
    );
  }
  if (input.KeyName !== undefined && (input.KeyName === "" || input.KeyName.length > 255)) {
    throw resourceNotFound("InvalidKeyPair.NotFound", `The key pair '${input.KeyName}' does not exist`);
  }
};

const checkNetwork = (input: RunInstancesCommandInput, launch: SettledLaunch): void => {
  if (input.NetworkInterfaces?.length && (input.SubnetId ?? input.SecurityGroupIds) !== undefined) {
    throw invalidParameterCombination(
      "Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request",
    );
  }
  if (launch.subnet === undefined) {
    const zone = input.Placement?.AvailabilityZone ?? input.Placement?.AvailabilityZoneId;
    if (launch.subnetId === "*" && zone !== undefined) {
      throw invalidParameterValue(`Invalid availability zone: [${zone}]`);
    }
    throw resourceNotFound("InvalidSubnetID.NotFound", `The subnet ID '${launch.subnetId}' does not exist`);
  }
  for (const id of launch.securityGroupIds) {
    if (id !== launch.vpc.securityGroup.id) {
      throw resourceNotFound(
        "InvalidGroup.NotFound",
        `The security group '${id}' does not exist in VPC '${launch.vpc.id}'`,
      );
    }
  }
};

const checkProfile = (input: RunInstancesCommandInput, { profile }: SettledLaunch): void => {
  const { Arn, Name } = input.IamInstanceProfile ?? {};
  if (Arn !== undefined && Name !== undefined) {
    throw invalidParameterCombination(
      "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'",
    );
  }
  if (profile === undefined) return;
  const parameter = Arn === undefined ? "name" : "arn";
  if (profile.row === undefined) {
    const kind = Arn === undefined ? "name" : "ARN";
    throw invalidParameterValue(
      `Value (${Arn ?? Name}) for parameter iamInstanceProfile.${parameter} is invalid. Invalid IAM Instance Profile ${kind}`,
    );
  }
  if (profile.roleArn === undefined) {
    throw invalidParameterValue(
      `Value (${Arn ?? Name}) for parameter iamInstanceProfile.${parameter} is invalid. IAM Instance Profile "${profile.arn}" has no associated IAM Roles`,
    );
  }
};

const checkUserData = (userData: string | undefined): void => {
  if (userData === undefined) return;
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(userData)) {
    throw resourceNotFound("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  }
  if (Buffer.from(userData, "base64").length > USER_DATA_LIMIT) {
    throw invalidParameterValue(`User data is limited to ${USER_DATA_LIMIT} bytes`);
  }
};

/** Refuses metadata options that there are not. */
export const checkMetadataOptions = (options: {
  readonly HttpTokens?: string | undefined;
  readonly HttpEndpoint?: string | undefined;
  readonly InstanceMetadataTags?: string | undefined;
  readonly HttpPutResponseHopLimit?: number | undefined;
}): void => {
  const oneOf = (value: string | undefined, name: string, values: readonly string[]): void => {
    if (value !== undefined && !values.includes(value)) {
      throw invalidParameterValue(
        `Value (${value}) for parameter ${name} is invalid. Valid values: ${values.join(", ")}`,
      );
    }
  };
  oneOf(options.HttpTokens, "MetadataOptions.HttpTokens", ["optional", "required"]);
  oneOf(options.HttpEndpoint, "MetadataOptions.HttpEndpoint", ["enabled", "disabled"]);
  oneOf(options.InstanceMetadataTags, "MetadataOptions.InstanceMetadataTags", ["enabled", "disabled"]);
  const hops = options.HttpPutResponseHopLimit;
  if (hops !== undefined && (hops < 1 || hops > 64)) {
    throw invalidParameterValue(
      `Value (${hops}) for parameter HttpPutResponseHopLimit is invalid. Value must be between 1 and 64`,
    );
  }
};
