import type { Scope } from "../../../arn.ts";
import type { InstanceRow } from "../instances/table.ts";
import { defaultVpc, privateDnsName } from "../network/default-vpc.ts";
import { zonesOf } from "../network/zones.ts";
import type { MetadataFolder } from "./metadata-tree.ts";

/** The parts of the metadata that are not in the instance's own row. */
export type MetadataSources = {
  readonly tags: Readonly<Record<string, string>>;
  readonly partition: Scope["partition"];
  /** `iam/`; missing without an instance profile. */
  readonly iam: MetadataFolder | undefined;
  /** The identity document and its signatures. */
  readonly identity: MetadataFolder;
};

/**
 * Everything an instance's metadata service serves below a version such as `latest`.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html
 */
export const instanceMetadata = (row: InstanceRow, sources: MetadataSources): MetadataFolder => ({
  dynamic: { "instance-identity": sources.identity },
  "meta-data": metaData(row, sources),
  "user-data": row.userData === undefined ? undefined : Buffer.from(row.userData, "base64"),
});

const metaData = (row: InstanceRow, { tags, partition, iam }: MetadataSources): MetadataFolder => {
  const vpc = defaultVpc(row);
  const subnet = vpc.subnets.find(({ id }) => id === row.subnetId);
  const host = privateDnsName(row.privateIpAddress, row.region);
  const groups = vpc.securityGroup.name;
  const china = partition === "aws-cn";
  return {
    "ami-id": row.imageId,
    "ami-launch-index": String(row.launchIndex),
    "ami-manifest-path": "(unknown)",
    "block-device-mapping": { ami: "/dev/xvda", root: "/dev/xvda" },
    hostname: host,
    iam,
    "instance-action": "none",
    "instance-id": row.id,
    "instance-life-cycle": "on-demand",
    "instance-type": row.instanceType,
    "local-hostname": host,
    "local-ipv4": row.privateIpAddress,
    mac: row.macAddress,
    metrics: { vhostmd: '<?xml version="1.0" encoding="UTF-8"?>' },
    network: {
      interfaces: {
        macs: {
          [row.macAddress]: {
            "device-number": "0",
            "interface-id": row.networkInterfaceId,
            "local-hostname": host,
            "local-ipv4s": row.privateIpAddress,
            mac: row.macAddress,
            "owner-id": row.accountId,
            "security-group-ids": row.securityGroupIds.join("\n"),
            "security-groups": groups,
            "subnet-id": row.subnetId,
            "subnet-ipv4-cidr-block": subnet?.cidr,
            "vpc-id": row.vpcId,
            "vpc-ipv4-cidr-block": vpc.cidr,
            "vpc-ipv4-cidr-blocks": vpc.cidr,
          },
        },
      },
    },
    placement: {
      "availability-zone": row.availabilityZone,
      "availability-zone-id": zonesOf(row.region).find(({ name }) => name === row.availabilityZone)?.id,
      region: row.region,
    },
    profile: "default-hvm",
    "reservation-id": row.reservationId,
    "security-groups": groups,
    services: { domain: china ? "amazonaws.com.cn" : "amazonaws.com", partition },
    system: "xen-on-nitro",
    tags: row.metadataOptions.instanceMetadataTags === "enabled" ? { instance: tags } : undefined,
  };
};
