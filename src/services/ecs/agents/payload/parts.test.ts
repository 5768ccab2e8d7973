import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { environment } from "./environment.ts";
import { logConfig } from "./log-configuration.ts";
import { payloadPortMappings } from "./port-mappings.ts";
import { registryAuthentication } from "./registry-authentication.ts";
import { secrets } from "./secrets.ts";
import { payloadVolume } from "./volumes.ts";

describe("a payload's parts", () => {
  it("the environment with overrides and where it runs", () => {
    const container = {
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    };
    assert.deepEqual(environment(container, { environment: [{ name: "B", value: "3" }] }, "EC2"), {
      AWS_EXECUTION_ENV: "AWS_ECS_EC2",
      A: "1",
      B: "3",
    });
    assert.equal(environment({}, undefined, "EXTERNAL")["AWS_EXECUTION_ENV"], "AWS_ECS_EXTERNAL");
  });

  it("an environment variable called __proto__ is one like any other", () => {
    const made = environment({ environment: [{ name: "__proto__", value: "x" }] }, undefined, "EC2");
    assert.equal(JSON.parse(JSON.stringify(made))["AWS_EXECUTION_ENV"], "AWS_ECS_EC2");
    assert.ok(Object.hasOwn(made, "__proto__"));
  });

  it("secrets with their keeper and region", () => {
    const manager = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:s-AbCdEf:key::";
    const made = secrets(
      {
        secrets: [
          { name: "A", valueFrom: manager },
          { name: "B", valueFrom: "/plain/name" },
          { name: "C", valueFrom: "arn:aws:ssm:us-east-1:123456789012:parameter/p" },
        ],
        logConfiguration: {
          logDriver: "splunk",
          secretOptions: [{ name: "splunk-token", valueFrom: manager }],
        },
      },
      "us-west-2",
    );
    assert.deepEqual(
      made.map(({ name, provider, target, region }) => [name, provider, target, region]),
      [
        ["A", "asm", "CONTAINER", "eu-west-1"],
        ["B", "ssm", "CONTAINER", "us-west-2"],
        ["C", "ssm", "CONTAINER", "us-east-1"],
        ["splunk-token", "asm", "LOG_DRIVER", "eu-west-1"],
      ],
    );
  });

  it("the final name of a log stream", () => {
    const options = { "awslogs-group": "g", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "p" };
    const container: ContainerDefinition = {
      name: "app",
      logConfiguration: { logDriver: "awslogs", options },
    };
    assert.deepEqual(logConfig(container, { id: "1111", region: "us-west-2" }, "http://127.0.0.1:4566"), {
      Type: "awslogs",
      Config: {
        "awslogs-group": "g",
        "awslogs-region": "eu-west-1",
        "awslogs-stream": "p/app/1111",
        "awslogs-endpoint": "http://127.0.0.1:4566",
      },
    });
  });

  it("other log drivers as they are", () => {
    const container: ContainerDefinition = {
      logConfiguration: { logDriver: "json-file", options: { "max-size": "1m" } },
    };
    const task = { id: "1", region: "us-west-2" };
    assert.deepEqual(logConfig(container, task, "x"), { Type: "json-file", Config: { "max-size": "1m" } });
    assert.equal(logConfig({}, task, "x"), undefined);
  });

  it("the sign-in to a registry", () => {
    const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1";
    assert.deepEqual(registryAuthentication({ image }, "us-west-2", true), {
      type: "ecr",
      ecrAuthData: {
        registryId: "123456789012",
        region: "eu-west-1",
        endpointOverride: "",
        useExecutionRole: true,
      },
    });
    const credentialsParameter = "arn:aws:secretsmanager:us-east-1:123456789012:secret:r";
    assert.deepEqual(
      registryAuthentication(
        { image: "x", repositoryCredentials: { credentialsParameter } },
        "us-west-2",
        false,
      ),
      { type: "asm", asmAuthData: { credentialsParameter, region: "us-east-1" } },
    );
    assert.equal(registryAuthentication({ image: "busybox" }, "us-west-2", true), undefined);
    assert.equal(
      registryAuthentication({ image: "evil.example/123456789012.dkr.ecr.x.amazonaws.com/a" }, "r", true),
      undefined,
    );
  });

  it("volumes by where they are kept", () => {
    assert.deepEqual(payloadVolume({ name: "v" }), { name: "v", type: "host", host: {} });
    assert.deepEqual(payloadVolume({ name: "v", host: { sourcePath: "/x" } }), {
      name: "v",
      type: "host",
      host: { sourcePath: "/x" },
    });
    assert.deepEqual(payloadVolume({ name: "v", dockerVolumeConfiguration: { driver: "local" } }), {
      name: "v",
      type: "docker",
      dockerVolumeConfiguration: { scope: "task", driver: "local" },
    });
    assert.equal(
      payloadVolume({ name: "v", efsVolumeConfiguration: { fileSystemId: "fs-1" } })["type"],
      "efs",
    );
  });

  it("port mappings of each network mode", () => {
    assert.deepEqual(payloadPortMappings([{ containerPort: 80 }], "bridge"), [
      { containerPort: 80, hostPort: 0, protocol: "tcp" },
    ]);
    assert.deepEqual(payloadPortMappings([{ containerPort: 80, protocol: "udp" }], "host"), [
      { containerPort: 80, hostPort: 80, protocol: "udp" },
    ]);
    assert.deepEqual(payloadPortMappings([{ containerPortRange: "80-90" }], "bridge"), [
      { containerPortRange: "80-90", protocol: "tcp" },
    ]);
  });
});
