import type { InstanceRow } from "../../../../ec2/index.ts";
import { HEALTH } from "../../../classic/instances/instance-health.ts";
import type {
  ClassicInstanceRow,
  ClassicListener,
  ClassicLoadBalancerRow,
  ClassicPolicy,
} from "../../../classic/table.ts";

const PLACE = { accountId: "123456789012", region: "us-east-1" } as const;

/** A Classic Load Balancer that checks its instances often, with nothing but what is given unlike the ordinary. */
export const classicRow = (
  name: string,
  given: Partial<ClassicLoadBalancerRow> = {},
): ClassicLoadBalancerRow => ({
  ...PLACE,
  name,
  scheme: "internet-facing",
  vpcId: "vpc-1",
  subnets: [{ subnetId: "subnet-1", zoneName: "us-east-1a" }],
  securityGroups: [],
  dnsName: `${name}-1.us-east-1.elb.localhost`,
  createdAt: 0,
  listeners: [],
  policies: [],
  backendPolicies: [],
  healthCheck: { target: "TCP:1", interval: 1, timeout: 1, unhealthyThreshold: 2, healthyThreshold: 2 },
  attributes: {
    crossZone: false,
    accessLog: { enabled: false },
    connectionDraining: { enabled: false, timeout: 300 },
    idleTimeout: 60,
    desyncMitigationMode: "defensive",
  },
  tags: {},
  ...given,
});

/** A listener of HTTP, with nothing but what is given unlike the ordinary. */
export const listener = (given: Partial<ClassicListener>): ClassicListener => ({
  protocol: "HTTP",
  loadBalancerPort: 80,
  instanceProtocol: "HTTP",
  instancePort: 8080,
  policyNames: [],
  ...given,
});

/** A policy. */
export const policy = (
  name: string,
  type: string,
  attributes: Readonly<Record<string, string>>,
): ClassicPolicy => ({
  name,
  type,
  attributes: Object.entries(attributes).map(([key, value]) => ({ name: key, value })),
});

/** An instance that was just registered. */
export const instanceRow = (
  loadBalancer: ClassicLoadBalancerRow,
  instanceId: string,
  given: Partial<ClassicInstanceRow> = {},
): ClassicInstanceRow => ({
  loadBalancer: `${loadBalancer.accountId}/${loadBalancer.region}/${loadBalancer.name}`,
  instanceId,
  registeredAt: 0,
  ...HEALTH.registering,
  ...given,
});

/** An instance of EC2 that runs. */
export const machineRow = (id: string, given: Partial<InstanceRow> = {}): InstanceRow => ({
  ...PLACE,
  id,
  reservationId: "r-1",
  launchIndex: 0,
  imageId: "ami-1",
  instanceType: "t3.micro",
  state: "running",
  stateTransitionReason: "",
  launchTime: 0,
  createdAt: 0,
  availabilityZone: "us-east-1a",
  vpcId: "vpc-1",
  subnetId: "subnet-1",
  privateIpAddress: "172.31.0.10",
  macAddress: "02:00:00:00:00:01",
  networkInterfaceId: "eni-1",
  networkAttachmentId: "eni-attach-1",
  securityGroupIds: [],
  rootVolume: { id: "vol-1", sizeGib: 30, type: "gp3" },
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
});
