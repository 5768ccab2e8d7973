import type { Instance } from "@aws-sdk/client-ec2";
import type { Reader } from "../../../state/index.ts";
import { machineImage } from "../images/built-in-image.ts";
import { defaultVpc, privateDnsName } from "../network/default-vpc.ts";
import { tagList, tagsOf } from "../tags/table.ts";
import { instanceState } from "./instance-state.ts";
import { instanceTypes } from "./instance-types.ts";
import type { InstanceRow } from "./table.ts";

const isGone = (row: InstanceRow): boolean => row.state === "terminated";

/** The security groups of an instance, as the API shows them. */
const groups = (row: InstanceRow): { GroupId: string; GroupName: string }[] => {
  const { securityGroup } = defaultVpc(row);
  return row.securityGroupIds.map((GroupId) => ({ GroupId, GroupName: securityGroup.name }));
};

/**
 * An instance as DescribeInstances shows it; a terminated one has lost its network and its disks.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
 */
export const instanceView = (state: Reader, row: InstanceRow): Instance => {
  const type = instanceTypes.get(row.instanceType);
  const image = machineImage(row.imageId, row.accountId, type?.architecture ?? "x86_64");
  const gone = isGone(row);
  const dns = privateDnsName(row.privateIpAddress, row.region);
  return {
    AmiLaunchIndex: row.launchIndex,
    Architecture: image.architecture,
    BlockDeviceMappings: gone ? [] : [blockDevice(row)],
    ...(row.clientToken === undefined
      ? { ClientToken: "" }
      : { ClientToken: row.clientToken.split("/").slice(2).join("/") }),
    CpuOptions: {
      CoreCount: Math.max(1, (type?.vcpus ?? 1) >> 1),
      ThreadsPerCore: type?.vcpus === 1 ? 1 : 2,
    },
    CapacityReservationSpecification: { CapacityReservationPreference: "open" },
    CurrentInstanceBootMode: "legacy-bios",
    EbsOptimized: row.ebsOptimized,
    EnaSupport: true,
    EnclaveOptions: { Enabled: false },
    HibernationOptions: { Configured: false },
    Hypervisor: "xen",
    ...(row.instanceProfile === undefined || gone
      ? {}
      : { IamInstanceProfile: { Arn: row.instanceProfile.arn, Id: row.instanceProfile.id } }),
    ImageId: row.imageId,
    InstanceId: row.id,
    InstanceType: row.instanceType as NonNullable<Instance["InstanceType"]>,
    ...(row.keyName === undefined ? {} : { KeyName: row.keyName }),
    LaunchTime: new Date(row.launchTime),
    MaintenanceOptions: { AutoRecovery: "default" },
    MetadataOptions: metadataOptionsView(row),
    Monitoring: { State: row.monitoring ? "enabled" : "disabled" },
    NetworkInterfaces: gone ? [] : [networkInterface(row)],
    Placement: { AvailabilityZone: row.availabilityZone, GroupName: "", Tenancy: "default" },
    PlatformDetails: "Linux/UNIX",
    PrivateDnsName: gone ? "" : dns,
    ...(gone ? {} : { PrivateIpAddress: row.privateIpAddress, SubnetId: row.subnetId, VpcId: row.vpcId }),
    PublicDnsName: "",
    RootDeviceName: "/dev/xvda",
    RootDeviceType: "ebs",
    SecurityGroups: gone ? [] : groups(row),
    SourceDestCheck: true,
    State: instanceState(row.state),
    ...(row.stateReason === undefined ? {} : { StateReason: row.stateReason }),
    StateTransitionReason: row.stateTransitionReason,
    Tags: tagList(tagsOf(state, row, row.id)),
    UsageOperation: "RunInstances",
    UsageOperationUpdateTime: new Date(row.createdAt),
    VirtualizationType: "hvm",
  };
};

/** The metadata options in the API's form. */
export const metadataOptionsView = (row: InstanceRow): NonNullable<Instance["MetadataOptions"]> => ({
  State: row.state === "pending" ? "pending" : "applied",
  HttpTokens: row.metadataOptions.httpTokens,
  HttpPutResponseHopLimit: row.metadataOptions.httpPutResponseHopLimit,
  HttpEndpoint: row.metadataOptions.httpEndpoint,
  HttpProtocolIpv6: "disabled",
  InstanceMetadataTags: row.metadataOptions.instanceMetadataTags,
});

const blockDevice = (row: InstanceRow): NonNullable<Instance["BlockDeviceMappings"]>[number] => ({
  DeviceName: "/dev/xvda",
  Ebs: {
    AttachTime: new Date(row.createdAt),
    DeleteOnTermination: true,
    Status: row.state === "pending" ? "attaching" : "attached",
    VolumeId: row.rootVolume.id,
  },
});

const networkInterface = (row: InstanceRow): NonNullable<Instance["NetworkInterfaces"]>[number] => {
  const dns = privateDnsName(row.privateIpAddress, row.region);
  return {
    Attachment: {
      AttachTime: new Date(row.createdAt),
      AttachmentId: row.networkAttachmentId,
      DeleteOnTermination: true,
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      Status: row.state === "pending" ? "attaching" : "attached",
    },
    Description: "",
    Groups: groups(row),
    InterfaceType: "interface",
    Ipv6Addresses: [],
    MacAddress: row.macAddress,
    NetworkInterfaceId: row.networkInterfaceId,
    OwnerId: row.accountId,
    PrivateDnsName: dns,
    PrivateIpAddress: row.privateIpAddress,
    PrivateIpAddresses: [{ Primary: true, PrivateDnsName: dns, PrivateIpAddress: row.privateIpAddress }],
    SourceDestCheck: true,
    Status: "in-use",
    SubnetId: row.subnetId,
    VpcId: row.vpcId,
  };
};
