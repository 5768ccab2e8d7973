import type { InstanceStateName } from "../../../ec2/instances/instance-state.ts";
import { type InstanceRow, instanceTable } from "../../../ec2/instances/table.ts";
import { ACCOUNT, openTestPlane, SCOPE } from "./test-plane.ts";

const ID = "i-0123456789abcdef0";

/** What the controllers of ECS look at of an EC2 instance. */
const machine = (state: InstanceStateName): InstanceRow =>
  ({
    id: ID,
    accountId: ACCOUNT,
    region: SCOPE.region,
    state,
    subnetId: "s",
    privateIpAddress: "10.0.0.1",
  }) as InstanceRow;

/** A control plane with a container instance on an EC2 instance, a task on it, and a way to change the machine. */
export const createPlaneWithMachine = async () => {
  const plane = await openTestPlane();
  const become = (state: InstanceStateName): Promise<void> =>
    plane.state.transact((transaction) => transaction.table(instanceTable).put(machine(state)));
  const document = JSON.stringify({ accountId: ACCOUNT, instanceId: ID });
  // Registered before it is known as an instance of ours, which would have to sign its document.
  const { arn } = await plane.register({ instanceIdentityDocument: document });
  await become("pending");
  await plane.connectedAgent(arn);
  await plane.define();
  const task = (await plane.run()).tasks?.[0]?.taskArn ?? "";
  return { plane, arn, task, become };
};
