import { randomBytes } from "node:crypto";

/** A new task ARN. */
export const newTaskArn = (): string =>
  `arn:aws:ecs:us-west-2:123456789012:task/demo/${randomBytes(16).toString("hex")}`;

/** A payload task with one essential container `app`, which `container` changes. */
export const payloadTask = (arn: string, container: object = {}, task: object = {}): object => ({
  arn,
  taskClusterArn: "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
  desiredStatus: "RUNNING",
  family: "web",
  version: "3",
  launchType: "EC2",
  networkMode: "bridge",
  overrides: "{}",
  containers: [
    {
      name: "app",
      image: "busybox:latest",
      essential: true,
      cpu: 128,
      memory: 64,
      environment: { COLOR: "blue" },
      overrides: "{}",
      dockerConfig: { version: "1.24", config: "{}", hostConfig: '{"NetworkMode":"bridge"}' },
      ...container,
    },
  ],
  volumes: [],
  ...task,
});
