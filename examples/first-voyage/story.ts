import type { Identity } from "../shared/clients/client.ts";
import type { Harbour } from "../shared/harbour.ts";

/** What the steps find out and hand on. */
export type Story = {
  readonly clusterArn: string;
  readonly otherClusterArn: string;
  readonly taskRoleArn: string;
  alice: Identity;
  aliceArn: string;
  /** The EC2 instance and the container instance of its agent. */
  instanceId: string;
  containerInstanceArn: string;
  task: { arn: string; runtimeId: string; hostPort: number };
};

/** The story before its first step. */
export const openingOf = (harbour: Harbour): Story => {
  const prefix = `arn:aws:ecs:${harbour.region}:${harbour.accountId}`;
  return {
    clusterArn: `${prefix}:cluster/harbour`,
    otherClusterArn: `${prefix}:cluster/shipyard`,
    taskRoleArn: `arn:aws:iam::${harbour.accountId}:role/webTaskRole`,
    alice: { name: "alice", accessKeyId: "", secretAccessKey: "" },
    aliceArn: `arn:aws:iam::${harbour.accountId}:user/alice`,
    instanceId: "",
    containerInstanceArn: "",
    task: { arn: "", runtimeId: "", hostPort: 0 },
  };
};

/** AWS's sentence for a call that no policy allows. */
export const notAllowed = (who: string, action: string, resource: string): string =>
  `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

/** AWS's sentence for a call that a policy forbids. */
export const forbidden = (who: string, action: string, resource: string): string =>
  `User: ${who} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in an identity-based policy`;
