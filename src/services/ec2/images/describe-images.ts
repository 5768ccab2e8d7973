import type { DescribeImagesCommandInput, DescribeImagesCommandOutput, Image } from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { resourceNotFound } from "../errors.ts";
import { everythingNeed } from "../instances/find-instances.ts";
import { refuseDryRun } from "../instances/refuse-dry-run.ts";
import { checkFilters, compileFilters, type FilterValues } from "../query/filters.ts";
import { pageOf, refuseIdsWithPages } from "../query/pages.ts";
import { AMAZON_ECS_OWNER_ID, builtInImages, isImageId, type MachineImage } from "./built-in-image.ts";

const view = (image: MachineImage): Image => ({
  Architecture: image.architecture,
  BlockDeviceMappings: [
    {
      DeviceName: "/dev/xvda",
      Ebs: { DeleteOnTermination: true, Encrypted: false, VolumeSize: 30, VolumeType: "gp3" },
    },
  ],
  CreationDate: image.creationDate,
  Description: image.description,
  EnaSupport: true,
  Hypervisor: "xen",
  ImageId: image.id,
  ImageLocation: `amazon/${image.name}`,
  ImageOwnerAlias: "amazon",
  ImageType: "machine",
  ...(image.imdsSupportV2 ? { ImdsSupport: "v2.0" } : {}),
  Name: image.name,
  OwnerId: AMAZON_ECS_OWNER_ID,
  PlatformDetails: "Linux/UNIX",
  Public: image.public,
  RootDeviceName: "/dev/xvda",
  RootDeviceType: "ebs",
  State: "available",
  Tags: [],
  UsageOperation: "RunInstances",
  VirtualizationType: "hvm",
});

const filterValues =
  (image: MachineImage): FilterValues =>
  (name) => {
    if (name === "tag-key" || name.startsWith("tag:")) return [];
    switch (name) {
      case "architecture":
        return [image.architecture];
      case "creation-date":
        return [image.creationDate];
      case "description":
        return [image.description];
      case "hypervisor":
        return ["xen"];
      case "image-id":
        return [image.id];
      case "image-type":
        return ["machine"];
      case "is-public":
        return [String(image.public)];
      case "manifest-location":
        return [`amazon/${image.name}`];
      case "name":
        return [image.name];
      case "owner-alias":
        return ["amazon"];
      case "owner-id":
        return [AMAZON_ECS_OWNER_ID];
      case "platform":
        return [];
      case "root-device-name":
        return ["/dev/xvda"];
      case "root-device-type":
        return ["ebs"];
      case "state":
        return ["available"];
      case "virtualization-type":
        return ["hvm"];
      default:
        return undefined;
    }
  };

const isOwnedBy = (owners: readonly string[] | undefined): boolean =>
  owners === undefined ||
  owners.length === 0 ||
  owners.includes("amazon") ||
  owners.includes(AMAZON_ECS_OWNER_ID);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
export const describeImages = operation<
  DescribeImagesCommandInput,
  Omit<DescribeImagesCommandOutput, "$metadata">
>("DescribeImages", {
  needs: ({ scope }) => everythingNeed("ec2:DescribeImages", scope),
  run: ({ input }) => {
    refuseDryRun(input);
    refuseIdsWithPages(input.ImageIds, input, "imageIds");
    for (const image of builtInImages.slice(0, 1)) checkFilters(input.Filters, filterValues(image));
    for (const id of input.ImageIds ?? []) {
      if (!isImageId(id)) {
        throw resourceNotFound("InvalidAMIID.Malformed", `Invalid id: "${id}" (expecting "ami-...")`);
      }
      if (!builtInImages.some((image) => image.id === id)) {
        throw resourceNotFound("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
      }
    }
    const passes = compileFilters(input.Filters);
    const found = builtInImages.filter(
      (image) =>
        isOwnedBy(input.Owners) &&
        (!input.ImageIds?.length || input.ImageIds.includes(image.id)) &&
        passes(filterValues(image)),
    );
    const { items, NextToken } = pageOf(found, input, { least: 1 });
    return { Images: items.map(view), ...(NextToken === undefined ? {} : { NextToken }) };
  },
});
