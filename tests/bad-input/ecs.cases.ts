import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  PutAttributesCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  TagResourceCommand,
} from "@aws-sdk/client-ecs";
import type { Refusal } from "./refusal.ts";

const ecs = (what: string, code: string, message: RegExp, send: Refusal["send"]): Refusal => ({
  what,
  code,
  status: 400,
  message,
  send,
});

const definition = (
  what: string,
  changes: Partial<RegisterTaskDefinitionCommandInput>,
  message: RegExp,
  code = "ClientException",
): Refusal =>
  ecs(what, code, message, ({ ecs: client }) =>
    client.send(
      new RegisterTaskDefinitionCommand({ family: "half", containerDefinitions: [app()], ...changes }),
    ),
  );

const app = (changes: object = {}) => ({ name: "app", image: "busybox", memory: 64, ...changes });

const run = (what: string, changes: Partial<RunTaskCommandInput>, code: string, message: RegExp): Refusal =>
  ecs(what, code, message, ({ ecs: client }) =>
    client.send(new RunTaskCommand({ cluster: "demo", taskDefinition: "web", ...changes })),
  );

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html; texts as people met them. */
export const ecsCases: readonly Refusal[] = [
  definition("no container", { containerDefinitions: [] }, /Container list cannot be empty\./),
  definition(
    "two containers of a name",
    { containerDefinitions: [app(), app()] },
    /^Container names must be unique within a Task Definition\.$/,
  ),
  definition("a container without a name", { containerDefinitions: [app({ name: "" })] }, /name/),
  definition("a container without an image", { containerDefinitions: [app({ image: "" })] }, /image/),
  definition(
    "no memory anywhere",
    { containerDefinitions: [app({ memory: undefined })] },
    /Invalid setting for container 'app'\. At least one of 'memory' or 'memoryReservation' must be specified\./,
  ),
  definition("3 MiB of memory", { containerDefinitions: [app({ memory: 3 })] }, /memory/),
  definition("negative cpu", { containerDefinitions: [app({ cpu: -1 })] }, /cpu/i),
  definition(
    "a reservation above the limit",
    { containerDefinitions: [app({ memoryReservation: 65 })] },
    /memoryReservation/i,
  ),
  definition("cpu of the task in words", { cpu: "lots" }, /cpu/i),
  definition("a family with a space", { family: "a b" }, /Family contains invalid characters\./),
  definition("no essential container", { containerDefinitions: [app({ essential: false })] }, /essential/),
  definition(
    "a mount of a volume that is not there",
    { containerDefinitions: [app({ mountPoints: [{ sourceVolume: "nowhere", containerPath: "/a" }] })] },
    /nowhere/,
  ),
  definition(
    "a dependency on nobody",
    { containerDefinitions: [app({ dependsOn: [{ containerName: "nobody", condition: "START" }] })] },
    /nobody|depend/i,
  ),
  definition(
    "a circle of dependencies",
    {
      containerDefinitions: [
        app({ dependsOn: [{ containerName: "b", condition: "START" }] }),
        app({ name: "b", dependsOn: [{ containerName: "app", condition: "START" }] }),
      ],
    },
    /cycl|circular/i,
  ),
  definition(
    "a port above 65535",
    { containerDefinitions: [app({ portMappings: [{ containerPort: 70_000 }] })] },
    /port/i,
  ),
  definition(
    "Fargate with 3 cores less",
    { requiresCompatibilities: ["FARGATE"], networkMode: "awsvpc" },
    /cpu|memory/i,
  ),
  ecs("a cluster of XML", "InvalidParameterException", /./, ({ ecs: client }) =>
    client.send(new CreateClusterCommand({ clusterName: "<b>&" })),
  ),
  ecs("a cluster of 256 letters", "InvalidParameterException", /./, ({ ecs: client }) =>
    client.send(new CreateClusterCommand({ clusterName: "a".repeat(256) })),
  ),
  ecs(
    "a cluster that is not there, deleted",
    "ClusterNotFoundException",
    /^Cluster not found\.$/,
    ({ ecs: client }) => client.send(new DeleteClusterCommand({ cluster: "nowhere" })),
  ),
  ecs(
    "tasks of a cluster that is not there",
    "ClusterNotFoundException",
    /^Cluster not found\.$/,
    ({ ecs: client }) => client.send(new ListTasksCommand({ cluster: "nowhere" })),
  ),
  ecs("101 tasks at once", "InvalidParameterException", /100/, ({ ecs: client }) =>
    client.send(new DescribeTasksCommand({ cluster: "demo", tasks: Array.from({ length: 101 }, () => "a") })),
  ),
  ecs(
    "a task that is not there, stopped",
    "InvalidParameterException",
    /^The referenced task was not found\.$/,
    ({ ecs: client }) => client.send(new StopTaskCommand({ cluster: "demo", task: "0".repeat(32) })),
  ),
  ecs(
    "a definition that is not there",
    "ClientException",
    /^Unable to describe task definition\.$/,
    ({ ecs: client }) => client.send(new DescribeTaskDefinitionCommand({ taskDefinition: "nothing:1" })),
  ),
  run(
    "a definition that is not there, run",
    { taskDefinition: "nothing" },
    "ClientException",
    /^TaskDefinition not found\.$/,
  ),
  run(
    "a cluster that is not there",
    { cluster: "nowhere" },
    "ClusterNotFoundException",
    /^Cluster not found\.$/,
  ),
  run("eleven at once", { count: 11 }, "InvalidParameterException", /count/i),
  run(
    "an override of nobody",
    { overrides: { containerOverrides: [{ name: "nobody" }] } },
    "InvalidParameterException",
    /^Override for container named nobody is not a container in the TaskDefinition\.$/,
  ),
  run(
    "nowhere to run",
    {},
    "InvalidParameterException",
    /^No Container Instances were found in your cluster\.$/,
  ),
  ecs("51 tags", "InvalidParameterException", /tag/i, ({ ecs: client }) =>
    client.send(
      new TagResourceCommand({
        resourceArn: "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
        tags: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: "v" })),
      }),
    ),
  ),
  ecs("a tag of AWS's own", "InvalidParameterException", /aws:/i, ({ ecs: client }) =>
    client.send(
      new TagResourceCommand({
        resourceArn: "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
        tags: [{ key: "aws:mine", value: "v" }],
      }),
    ),
  ),
  ecs("attributes of nobody", "TargetNotFoundException", /./, ({ ecs: client }) =>
    client.send(
      new PutAttributesCommand({
        cluster: "demo",
        attributes: [{ name: "a", targetId: "0".repeat(32), targetType: "container-instance" }],
      }),
    ),
  ),
];
