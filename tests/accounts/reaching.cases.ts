import {
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  ListTagsForResourceCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  TagResourceCommand,
} from "@aws-sdk/client-ecs";
import type { Clients } from "../product/clients.ts";

/** A call that names something of another account. */
export type Reach = readonly [action: string, reach: (clients: Clients, region: string) => Promise<unknown>];

/** Calls by which one might get at what `account` has in a region. */
export const reachingInto = (account: string): readonly Reach[] => {
  const foreign = (region: string, resource: string): string =>
    `arn:aws:ecs:${region}:${account}:${resource}`;
  return [
    [
      "ecs:DescribeTaskDefinition",
      ({ ecs }, region) =>
        ecs.send(
          new DescribeTaskDefinitionCommand({ taskDefinition: foreign(region, "task-definition/web:1") }),
        ),
    ],
    [
      "ecs:ListTagsForResource",
      ({ ecs }, region) =>
        ecs.send(new ListTagsForResourceCommand({ resourceArn: foreign(region, "cluster/demo") })),
    ],
    [
      "ecs:TagResource",
      ({ ecs }, region) =>
        ecs.send(
          new TagResourceCommand({
            resourceArn: foreign(region, "cluster/demo"),
            tags: [{ key: "mine", value: "now" }],
          }),
        ),
    ],
    [
      "ecs:RunTask",
      ({ ecs }, region) =>
        ecs.send(
          new RunTaskCommand({ cluster: "demo", taskDefinition: foreign(region, "task-definition/web:1") }),
        ),
    ],
    [
      "ecs:DescribeClusters",
      ({ ecs }, region) =>
        ecs.send(new DescribeClustersCommand({ clusters: [foreign(region, "cluster/demo")] })),
    ],
    [
      "ecs:ListTasks",
      ({ ecs }, region) => ecs.send(new ListTasksCommand({ cluster: foreign(region, "cluster/demo") })),
    ],
    [
      "ecs:StopTask",
      ({ ecs }, region) =>
        ecs.send(
          new StopTaskCommand({
            cluster: foreign(region, "cluster/demo"),
            task: foreign(region, `task/demo/${"0".repeat(32)}`),
          }),
        ),
    ],
  ];
};
