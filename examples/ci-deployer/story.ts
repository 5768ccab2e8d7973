import type { Identity } from "../shared/clients/client.ts";
import type { Harbour } from "../shared/harbour.ts";

/** The seven permissions that the role lacks; the deployment needs every one of them. */
export const LACKING = [
  "ecs:DeleteCluster",
  "ecs:DeregisterTaskDefinition",
  "ecs:ListTagsForResource",
  "ecs:RunTask",
  "ecs:StopTask",
  "ecs:TagResource",
  "iam:PassRole",
] as const;

/** What the steps know and find out. */
export type Story = {
  readonly deployerArn: string;
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;
  /** The machine that runs deployments: it may do nothing but take on the role. */
  runner: Identity;
};

/** The story before its first step. */
export const openingOf = ({ accountId }: Harbour): Story => {
  const role = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;
  return {
    deployerArn: role("ci-deployer"),
    taskRoleArn: role("webTaskRole"),
    executionRoleArn: role("webExecutionRole"),
    runner: { name: "ci-runner", accessKeyId: "", secretAccessKey: "" },
  };
};
