import type { Reader } from "../../../state/index.ts";
import { machineImage } from "../images/built-in-image.ts";
import { defaultVpc, privateDnsName } from "../network/default-vpc.ts";
import { zonesOf } from "../network/zones.ts";
import { type FilterValues, tagFilterValues } from "../query/filters.ts";
import { tagsOf } from "../tags/table.ts";
import { instanceState } from "./instance-state.ts";
import type { InstanceRow } from "./table.ts";

type Value = string | readonly string[] | undefined;

const iso = (at: number): string => new Date(at).toISOString();

/**
 * The filters of DescribeInstances that mean something here.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
const FILTERS: Readonly<Record<string, (row: InstanceRow) => Value>> = {
  affinity: () => undefined,
  architecture: (row) => machineImage(row.imageId, row.accountId, "x86_64").architecture,
  "availability-zone": (row) => row.availabilityZone,
  "availability-zone-id": (row) => zonesOf(row.region).find((zone) => zone.name === row.availabilityZone)?.id,
  "block-device-mapping.volume-id": (row) => row.rootVolume.id,
  "block-device-mapping.device-name": () => "/dev/xvda",
  "client-token": (row) => row.clientToken?.split("/").slice(2).join("/"),
  "dns-name": () => undefined,
  hypervisor: () => "xen",
  "iam-instance-profile.arn": (row) => row.instanceProfile?.arn,
  "iam-instance-profile.id": (row) => row.instanceProfile?.id,
  "iam-instance-profile.name": (row) => row.instanceProfile?.name,
  "image-id": (row) => row.imageId,
  "instance-id": (row) => row.id,
  "instance-lifecycle": () => undefined,
  "instance-state-code": (row) => String(instanceState(row.state).Code),
  "instance-state-name": (row) => row.state,
  "instance-type": (row) => row.instanceType,
  "instance.group-id": (row) => row.securityGroupIds,
  "instance.group-name": (row) => defaultVpc(row).securityGroup.name,
  "ip-address": () => undefined,
  "key-name": (row) => row.keyName,
  "launch-index": (row) => String(row.launchIndex),
  "launch-time": (row) => iso(row.launchTime),
  "metadata-options.http-endpoint": (row) => row.metadataOptions.httpEndpoint,
  "metadata-options.http-put-response-hop-limit": (row) =>
    String(row.metadataOptions.httpPutResponseHopLimit),
  "metadata-options.http-tokens": (row) => row.metadataOptions.httpTokens,
  "metadata-options.instance-metadata-tags": (row) => row.metadataOptions.instanceMetadataTags,
  "monitoring-state": (row) => (row.monitoring ? "enabled" : "disabled"),
  "network-interface.group-id": (row) => row.securityGroupIds,
  "network-interface.mac-address": (row) => row.macAddress,
  "network-interface.network-interface-id": (row) => row.networkInterfaceId,
  "network-interface.subnet-id": (row) => row.subnetId,
  "network-interface.vpc-id": (row) => row.vpcId,
  "network-interface.addresses.private-ip-address": (row) => row.privateIpAddress,
  "owner-id": (row) => row.accountId,
  platform: () => undefined,
  "platform-details": () => "Linux/UNIX",
  "private-dns-name": (row) => privateDnsName(row.privateIpAddress, row.region),
  "private-ip-address": (row) => row.privateIpAddress,
  reason: (row) => row.stateTransitionReason,
  "requester-id": () => undefined,
  "reservation-id": (row) => row.reservationId,
  "root-device-name": () => "/dev/xvda",
  "root-device-type": () => "ebs",
  "source-dest-check": () => "true",
  "state-reason-code": (row) => row.stateReason?.Code,
  "state-reason-message": (row) => row.stateReason?.Message,
  "subnet-id": (row) => row.subnetId,
  tenancy: () => "default",
  "virtualization-type": () => "hvm",
  "vpc-id": (row) => row.vpcId,
};

/** Whether DescribeInstances has a filter of this name. */
export const isInstanceFilter = (name: string): boolean =>
  name.startsWith("tag:") || name === "tag-key" || name === "tag-value" || Object.hasOwn(FILTERS, name);

/** What the filters see of an instance. */
export const instanceFilterValues =
  (state: Reader, row: InstanceRow): FilterValues =>
  (name) => {
    const tags = tagFilterValues(name, tagsOf(state, row, row.id));
    if (tags !== undefined) return tags;
    if (!Object.hasOwn(FILTERS, name)) return undefined;
    const value = FILTERS[name]?.(row);
    return typeof value === "object" ? value : [value];
  };
