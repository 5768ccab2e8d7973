import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { ContainerDefinition, RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { acknowledge } from "./acknowledge.ts";
import type { Channel } from "./channel.ts";
import { EXTERNAL_ATTRIBUTES } from "./registration.ts";
import { joinedAgent, openScene, runTask, type Scene, taskRole, web } from "./scene.ts";
import type { PayloadTask } from "./strict-reader.ts";

// Section 5.3: what definitions become. The reader has refused wrong types and unknown members by then.

describe("the payload of a task", () => {
  let scene: Scene;
  let channel: Channel;
  before(async () => {
    scene = await openScene();
    const agent = await joinedAgent(scene, "agent");
    const more = ["task-iam-role", "logging-driver.awslogs", "logging-driver.syslog"].map((name) => ({
      name: `com.amazonaws.ecs.capability.${name}`,
    }));
    await agent.register({
      attributes: [
        ...EXTERNAL_ATTRIBUTES,
        ...more,
        { name: "ecs.capability.task-cpu-mem-limit" },
        { name: "ecs.capability.execution-role-awslogs" },
      ],
    });
    channel = await agent.openAcs();
    await channel.next("TaskManifestMessage");
  });
  after(() => scene.close());

  const delivered = async (
    definition: Partial<typeof web>,
    changes: Partial<RunTaskCommandInput> = {},
  ): Promise<PayloadTask> => {
    const { taskArn } = await runTask(scene, { ...web, ...definition }, changes);
    const { message } = await channel.next("PayloadMessage");
    const [task] = message.tasks;
    assert.equal(task?.arn, taskArn);
    acknowledge(channel, message);
    return task;
  };

  const app = async (
    container: Partial<ContainerDefinition>,
    definition: Partial<typeof web> = {},
    changes: Partial<RunTaskCommandInput> = {},
  ) => {
    const containerDefinitions = [{ name: "app", image: "busybox", memory: 64, ...container }];
    const task = await delivered({ ...definition, containerDefinitions }, changes);
    const [only] = task.containers;
    assert.ok(only);
    const { config, hostConfig } = only["dockerConfig"] as { config: string; hostConfig: string };
    return {
      task,
      container: only,
      config: JSON.parse(config) as Readonly<Record<string, unknown>>,
      hostConfig: JSON.parse(hostConfig) as Readonly<Record<string, unknown>>,
    };
  };

  it("has the environment as a map, with where it runs and the overrides in it", async () => {
    const { container } = await app(
      { environment: [{ name: "COLOR", value: "blue" }, { name: "EMPTY" }] },
      { family: "environment" },
      {
        overrides: {
          containerOverrides: [
            { name: "app", environment: [{ name: "COLOR", value: "red" }], command: ["ls"], cpu: 12 },
          ],
        },
      },
    );
    assert.deepEqual(container["environment"], {
      AWS_EXECUTION_ENV: "AWS_ECS_EXTERNAL",
      COLOR: "red",
      EMPTY: "",
    });
    assert.equal(container["cpu"], 12);
    const overrides = JSON.parse(String(container["overrides"])) as { command?: unknown };
    assert.deepEqual(overrides.command ?? container["command"], ["ls"]);
  });

  it("asks for a health check in both places, in lower case and nanoseconds", async () => {
    const healthCheck = {
      command: ["CMD-SHELL", "true"],
      interval: 5,
      timeout: 2,
      retries: 2,
      startPeriod: 1,
    };
    const { container, config } = await app({ healthCheck }, { family: "healthy" });
    assert.equal(container["healthCheckType"], "docker");
    assert.deepEqual(config["Healthcheck"], {
      Test: ["CMD-SHELL", "true"],
      Interval: 5e9,
      Timeout: 2e9,
      Retries: 2,
      StartPeriod: 1e9,
    });
  });

  it("carries what Docker alone knows as Docker's own texts", async () => {
    const { config, hostConfig } = await app(
      {
        workingDirectory: "/srv",
        user: "1000",
        hostname: "harbour",
        dockerLabels: { a: "b" },
        interactive: true,
        pseudoTerminal: true,
        privileged: true,
        readonlyRootFilesystem: true,
        memoryReservation: 32,
        dnsServers: ["10.0.0.2"],
        extraHosts: [{ hostname: "db", ipAddress: "10.0.0.3" }],
        ulimits: [{ name: "nofile", softLimit: 10, hardLimit: 20 }],
        linuxParameters: {
          initProcessEnabled: true,
          sharedMemorySize: 8,
          capabilities: { add: ["NET_ADMIN"] },
        },
        logConfiguration: { logDriver: "json-file", options: { "max-size": "1m" } },
      },
      { family: "docker" },
    );
    assert.deepEqual(config, {
      WorkingDir: "/srv",
      User: "1000",
      Hostname: "harbour",
      Labels: { a: "b" },
      Tty: true,
      OpenStdin: true,
    });
    assert.deepEqual(hostConfig, {
      NetworkMode: "bridge",
      LogConfig: { Type: "json-file", Config: { "max-size": "1m" } },
      MemoryReservation: 32 * 1024 * 1024,
      Privileged: true,
      ReadonlyRootfs: true,
      Dns: ["10.0.0.2"],
      ExtraHosts: ["db:10.0.0.3"],
      Ulimits: [{ Name: "nofile", Soft: 10, Hard: 20 }],
      CapAdd: ["NET_ADMIN"],
      Init: true,
      ShmSize: 8 * 1024 * 1024,
    });
  });

  it("names the final log stream and this control plane for awslogs", async () => {
    const { task, container, hostConfig } = await app(
      {
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": "/demo",
            "awslogs-region": "us-west-2",
            "awslogs-stream-prefix": "voyage",
          },
        },
      },
      { family: "logs", executionRoleArn: await taskRole(scene, "logs") },
    );
    assert.deepEqual(hostConfig["LogConfig"], {
      Type: "awslogs",
      Config: {
        "awslogs-group": "/demo",
        "awslogs-region": "us-west-2",
        "awslogs-stream": `voyage/app/${task.arn.slice(-32)}`,
        "awslogs-endpoint": scene.product.url,
      },
    });
    assert.equal(container["logsAuthStrategy"], "ExecutionRole");
  });

  it("says NetworkMode in hostConfig, and host ports for the host's network", async () => {
    const ports = [{ containerPort: 8080 }, { containerPort: 53, protocol: "udp" as const }];
    const host = await app({ portMappings: ports }, { family: "hostly", networkMode: "host" });
    assert.equal(host.task["networkMode"], "host");
    assert.equal(host.hostConfig["NetworkMode"], "host");
    const bridge = await app(
      { portMappings: [...ports, { containerPortRange: "9000-9010" }] },
      { family: "bridged" },
    );
    assert.deepEqual(bridge.container["portMappings"], [
      { containerPort: 8080, hostPort: 0, protocol: "tcp" },
      { containerPort: 53, hostPort: 0, protocol: "udp" },
      { containerPortRange: "9000-9010", protocol: "tcp" },
    ]);
  });

  it("has task-level cpu in vCPU and memory in MiB", async () => {
    const { task } = await app({}, { family: "sized", cpu: "256", memory: "128" });
    assert.equal(task["cpu"], 0.25);
    assert.equal(task["memory"], 128);
  });

  it("tells where secrets are kept and for whom", async () => {
    const { container } = await app(
      {
        secrets: [
          { name: "PASSWORD", valueFrom: "/demo/password" },
          { name: "TOKEN", valueFrom: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-a1b2c3" },
        ],
      },
      { family: "secretive", executionRoleArn: await taskRole(scene, "secretive") },
    );
    assert.deepEqual(container["secrets"], [
      {
        name: "PASSWORD",
        valueFrom: "/demo/password",
        provider: "ssm",
        type: "ENVIRONMENT_VARIABLE",
        target: "CONTAINER",
        region: "us-west-2",
      },
      {
        name: "TOKEN",
        valueFrom: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-a1b2c3",
        provider: "asm",
        type: "ENVIRONMENT_VARIABLE",
        target: "CONTAINER",
        region: "eu-west-1",
      },
    ]);
  });

  it("carries volumes, dependencies, timeouts and restarts as they were defined", async () => {
    const task = await delivered({
      family: "rich",
      volumes: [
        { name: "scratch" },
        { name: "there", host: { sourcePath: "/var/lib/there" } },
        {
          name: "docked",
          dockerVolumeConfiguration: { scope: "shared", autoprovision: true, driver: "local" },
        },
      ],
      containerDefinitions: [
        { name: "init", image: "busybox", memory: 16, essential: false, startTimeout: 7 },
        {
          name: "app",
          image: "busybox",
          memory: 16,
          stopTimeout: 3,
          entryPoint: ["sh", "-c"],
          command: [""],
          mountPoints: [{ sourceVolume: "scratch", containerPath: "/scratch", readOnly: true }],
          dependsOn: [{ containerName: "init", condition: "COMPLETE" }],
          restartPolicy: { enabled: true, ignoredExitCodes: [0], restartAttemptPeriod: 60 },
        },
        {
          name: "side",
          image: "busybox",
          memory: 16,
          volumesFrom: [{ sourceContainer: "app", readOnly: true }],
        },
      ],
    });
    assert.deepEqual(task["volumes"], [
      { name: "scratch", type: "host", host: {} },
      { name: "there", type: "host", host: { sourcePath: "/var/lib/there" } },
      {
        name: "docked",
        type: "docker",
        dockerVolumeConfiguration: { scope: "shared", autoprovision: true, driver: "local" },
      },
    ]);
    const [init, main, side] = task.containers;
    assert.equal(init?.["startTimeout"], 7);
    assert.equal(init?.["essential"], false);
    assert.equal(main?.["stopTimeout"], 3);
    assert.deepEqual(main?.["entryPoint"], ["sh", "-c"]);
    assert.deepEqual(main?.["mountPoints"], [
      { sourceVolume: "scratch", containerPath: "/scratch", readOnly: true },
    ]);
    assert.deepEqual(main?.["dependsOn"], [{ containerName: "init", condition: "COMPLETE" }]);
    assert.deepEqual(main?.["restartPolicy"], {
      enabled: true,
      ignoredExitCodes: [0],
      restartAttemptPeriod: 60,
    });
    assert.deepEqual(side?.["volumesFrom"], [{ sourceContainer: "app", readOnly: true }]);
  });
});
