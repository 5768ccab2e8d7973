/** Amazon EC2: instances with a built-in container agent, their metadata service, and the little VPC around them. */
export {
  type Ec2ControllerOptions,
  type Ec2Controllers,
  startEc2Controllers,
} from "./controllers/start-controllers.ts";
export {
  createInstanceHost,
  type InstanceHost,
  type InstanceHostOptions,
} from "./instance-host/instance-host.ts";
export type { InstanceStateName } from "./instances/instance-state.ts";
export { type InstanceRow, instanceTable } from "./instances/table.ts";
export { verifyInstanceIdentity } from "./metadata/identity-key.ts";
export { type DefaultVpc, defaultVpc, type Subnet } from "./network/default-vpc.ts";
export { type Zone, zonesOf } from "./network/zones.ts";
export { ec2 } from "./service.ts";
export { resourceTagsTable, tagsOf } from "./tags/table.ts";
