import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RegisterTaskDefinitionRequest, TaskDefinition } from "@aws-sdk/client-ecs";
import { rejectsWith } from "../testing/rejects-with.ts";
import { ALICE, openTestPlane, TASK_ROLE } from "../testing/test-plane.ts";
import { deleteTaskDefinitions } from "./delete-task-definitions.ts";
import { deregisterTaskDefinition } from "./deregister-task-definition.ts";
import { describeTaskDefinition } from "./describe-task-definition.ts";
import { registerTaskDefinition } from "./register-task-definition.ts";

const WEB: RegisterTaskDefinitionRequest = {
  family: "web",
  containerDefinitions: [{ name: "web", image: "nginx", memory: 128, portMappings: [{ containerPort: 80 }] }],
};

const ARN = "arn:aws:ecs:us-east-1:123456789012:task-definition";

/** Without the members that are undefined, as the wire leaves them out. */
const seen = (definition: TaskDefinition | undefined): unknown => JSON.parse(JSON.stringify(definition));

describe("RegisterTaskDefinition", () => {
  it("fills in what AWS fills in, and DescribeTaskDefinition gives it back", async () => {
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html#API_RegisterTaskDefinition_Examples
    const plane = await openTestPlane();
    const { taskDefinition } = await plane.call(registerTaskDefinition, WEB);
    assert.deepEqual(seen(taskDefinition), {
      containerDefinitions: [
        {
          name: "web",
          image: "nginx",
          memory: 128,
          cpu: 0,
          portMappings: [{ containerPort: 80, hostPort: 0, protocol: "tcp" }],
          essential: true,
          environment: [],
          mountPoints: [],
          volumesFrom: [],
          systemControls: [],
        },
      ],
      volumes: [],
      requiresAttributes: [],
      placementConstraints: [],
      compatibilities: ["EXTERNAL", "EC2"],
      taskDefinitionArn: `${ARN}/web:1`,
      family: "web",
      revision: 1,
      status: "ACTIVE",
      registeredAt: "2026-01-01T00:00:00.000Z",
      registeredBy: ALICE.principal.arn,
    });
    const described = await plane.call(describeTaskDefinition, { taskDefinition: "web" });
    assert.deepEqual(seen(described.taskDefinition), seen(taskDefinition));
    assert.deepEqual(described.tags, []);
  });

  it("keeps every member it is given", async () => {
    const plane = await openTestPlane();
    const given = {
      family: "all",
      networkMode: "host",
      taskRoleArn: TASK_ROLE,
      executionRoleArn: TASK_ROLE,
      pidMode: "host",
      ipcMode: "host",
      cpu: "1 vCPU",
      memory: "2 GB",
      requiresCompatibilities: ["EC2"],
      runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
      placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.os-type == linux" }],
      inferenceAccelerators: [{ deviceName: "a", deviceType: "eia1.medium" }],
      ephemeralStorage: { sizeInGiB: 30 },
      enableFaultInjection: true,
      volumes: [{ name: "v", host: { sourcePath: "/v" } }],
      containerDefinitions: [
        {
          name: "a",
          image: "a:1",
          cpu: 100,
          memory: 200,
          memoryReservation: 100,
          portMappings: [{ containerPort: 80, hostPort: 80, protocol: "udp", name: "p" }],
          essential: true,
          restartPolicy: { enabled: true, restartAttemptPeriod: 60, ignoredExitCodes: [0] },
          entryPoint: ["e"],
          command: ["c"],
          environment: [{ name: "A", value: "1" }],
          mountPoints: [{ sourceVolume: "v", containerPath: "/v", readOnly: true }],
          volumesFrom: [],
          systemControls: [],
          linuxParameters: { initProcessEnabled: true, capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] } },
          secrets: [{ name: "S", valueFrom: "s" }],
          startTimeout: 5,
          stopTimeout: 5,
          versionConsistency: "disabled",
          hostname: "h",
          user: "1000",
          workingDirectory: "/w",
          disableNetworking: false,
          privileged: true,
          readonlyRootFilesystem: true,
          dnsServers: ["1.1.1.1"],
          dnsSearchDomains: ["x"],
          extraHosts: [{ hostname: "h", ipAddress: "1.2.3.4" }],
          dockerSecurityOptions: ["no-new-privileges"],
          interactive: true,
          pseudoTerminal: true,
          dockerLabels: { l: "1" },
          ulimits: [{ name: "nofile", softLimit: 1, hardLimit: 2 }],
          logConfiguration: { logDriver: "json-file", options: { "max-size": "1m" } },
          healthCheck: { command: ["CMD", "true"], interval: 10, timeout: 5, retries: 3, startPeriod: 1 },
          resourceRequirements: [{ type: "GPU", value: "1" }],
        },
      ],
    } as const;
    const input = structuredClone(given) as unknown as RegisterTaskDefinitionRequest;
    const { taskDefinition } = await plane.call(registerTaskDefinition, input);
    const { family, cpu, memory, ...rest } = given;
    const kept = seen(taskDefinition) as Record<string, unknown>;
    assert.deepEqual({ ...kept, ...rest }, kept);
    assert.deepEqual(
      [kept["family"], kept["cpu"], kept["memory"]],
      [family, "1024", "2048"],
      `${cpu}, ${memory}`,
    );
  });

  it("numbers the revisions of a family, and never gives a number twice", async () => {
    const plane = await openTestPlane();
    for (const revision of [1, 2]) {
      const { taskDefinition } = await plane.call(registerTaskDefinition, WEB);
      assert.equal(taskDefinition?.revision, revision);
    }
    await plane.call(deregisterTaskDefinition, { taskDefinition: "web:2" });
    await plane.call(deleteTaskDefinitions, { taskDefinitions: ["web:2"] });
    plane.advance(2 * 60 * 60 * 1000);
    await plane.call(deleteTaskDefinitions, { taskDefinitions: ["web:2"] });
    await rejectsWith(
      plane.call(describeTaskDefinition, { taskDefinition: "web:2" }),
      "ClientException",
      "Unable to describe task definition.",
    );
    const { taskDefinition } = await plane.call(registerTaskDefinition, WEB);
    assert.equal(taskDefinition?.revision, 3);
  });

  it("is decided on the family, for the roles and for the tags", async () => {
    const plane = await openTestPlane();
    await plane.call(registerTaskDefinition, {
      ...WEB,
      taskRoleArn: TASK_ROLE,
      executionRoleArn: "task",
      cpu: "512",
      requiresCompatibilities: ["EC2"],
      tags: [{ key: "team", value: "a" }],
    });
    const asked = plane.decisions.map(({ action, resource }) => [action, resource]);
    assert.deepEqual(asked, [
      ["ecs:RegisterTaskDefinition", `${ARN}/web:*`],
      ["iam:PassRole", TASK_ROLE],
      ["ecs:TagResource", `${ARN}/web:*`],
    ]);
    const [register, pass, tag] = plane.decisions;
    assert.equal(register?.context["ecs:task-cpu"], "512");
    assert.equal(register?.context["ecs:privileged"], "false");
    assert.deepEqual(register?.context["ecs:compute-compatibility"], ["EC2"]);
    assert.equal(register?.context["aws:RequestTag/team"], "a");
    assert.equal(pass?.context["iam:PassedToService"], "ecs-tasks.amazonaws.com");
    assert.equal(tag?.context["ecs:CreateAction"], "RegisterTaskDefinition");
  });

  it("registers nothing when the role may not be passed", async () => {
    const plane = await openTestPlane();
    plane.allow({ Effect: "Allow", Action: "ecs:*", Resource: "*" });
    await rejectsWith(
      plane.call(registerTaskDefinition, { ...WEB, taskRoleArn: TASK_ROLE }),
      "AccessDeniedException",
      `User: ${ALICE.principal.arn} is not authorized to perform: iam:PassRole on resource: ${TASK_ROLE} because no identity-based policy allows the iam:PassRole action`,
    );
    await rejectsWith(
      plane.call(describeTaskDefinition, { taskDefinition: "web" }),
      "ClientException",
      "Unable to describe task definition.",
    );
  });
});
