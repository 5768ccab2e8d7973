import type { ControlPlane } from "../../../operation/index.ts";
import { type InstanceRow, instanceTable } from "../instances/table.ts";
import { defaultVpc } from "../network/default-vpc.ts";
import { scope } from "./test-plane.ts";

/** Puts an instance into the state; what is not given is that of a running t3.micro. */
export const addInstance = async (
  plane: ControlPlane,
  given: Partial<InstanceRow> & Pick<InstanceRow, "id">,
): Promise<InstanceRow> => {
  const place = { accountId: given.accountId ?? scope.accountId, region: given.region ?? scope.region };
  const vpc = defaultVpc(place);
  const row: InstanceRow = {
    ...place,
    reservationId: "r-0123456789abcdef0",
    launchIndex: 0,
    imageId: "ami-0ec50000000000001",
    instanceType: "t3.micro",
    state: "running",
    stateTransitionReason: "",
    launchTime: plane.world.now(),
    createdAt: plane.world.now(),
    availabilityZone: vpc.subnets[0].availabilityZone,
    vpcId: vpc.id,
    subnetId: vpc.subnets[0].id,
    privateIpAddress: "172.31.0.10",
    macAddress: "02:00:00:00:00:01",
    networkInterfaceId: "eni-0123456789abcdef0",
    networkAttachmentId: "eni-attach-0123456789abcdef0",
    securityGroupIds: [vpc.securityGroup.id],
    rootVolume: { id: "vol-0123456789abcdef0", sizeGib: 30, type: "gp3" },
    instanceProfile: {
      arn: "arn:aws:iam::123456789012:instance-profile/ecsInstanceRole",
      id: "AIPAINSTANCEPROFILE12",
      name: "ecsInstanceRole",
      associationId: "iip-assoc-0123456789abcdef0",
    },
    metadataOptions: {
      httpTokens: "optional",
      httpEndpoint: "enabled",
      httpPutResponseHopLimit: 1,
      instanceMetadataTags: "disabled",
    },
    monitoring: false,
    ebsOptimized: false,
    disableApiTermination: false,
    disableApiStop: false,
    instanceInitiatedShutdownBehavior: "stop",
    reboots: 0,
    ...given,
  };
  await plane.state.transact((state) => state.table(instanceTable).put(row));
  return row;
};
