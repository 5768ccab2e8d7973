import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readFrame } from "./strict-reader.ts";

// The reader itself: what the agent would stumble over must not get past it.

const cluster = "arn:aws:ecs:us-west-2:123456789012:cluster/demo";
const taskArn = "arn:aws:ecs:us-west-2:123456789012:task/demo/11111111111111111111111111111111";
const containerInstanceArn =
  "arn:aws:ecs:us-west-2:123456789012:container-instance/demo/22222222222222222222222222222222";

/** The sample of section 5.3. */
const container = {
  name: "app",
  containerArn: "arn:aws:ecs:us-west-2:123456789012:container/demo/1111/33333333-3333-4333-8333-333333333333",
  image: "busybox:latest",
  essential: true,
  cpu: 128,
  memory: 64,
  command: ["exec httpd -f -p 8080"],
  environment: { COLOR: "blue" },
  portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
  mountPoints: [],
  overrides: "{}",
  dockerConfig: { version: "1.24", config: "{}", hostConfig: '{"NetworkMode":"bridge"}' },
};

const payload = (changes: object, taskChanges: object = {}): string =>
  JSON.stringify({
    type: "PayloadMessage",
    message: {
      messageId: "m-1",
      seqNum: 1,
      generatedAt: 1795540000000,
      clusterArn: cluster,
      containerInstanceArn,
      tasks: [
        {
          arn: taskArn,
          desiredStatus: "RUNNING",
          family: "web",
          version: "3",
          containers: [{ ...container, ...changes }],
          ...taskChanges,
        },
      ],
    },
  });

const manifest = (task: object): string =>
  JSON.stringify({
    type: "TaskManifestMessage",
    message: {
      messageId: "m",
      timeline: 2,
      clusterArn: cluster,
      containerInstanceArn,
      generatedAt: 1,
      tasks: [task],
    },
  });

const docker = (parts: object): object => ({ dockerConfig: { ...container.dockerConfig, ...parts } });

describe("the agent's reader", () => {
  it("takes the samples of the protocol", () => {
    assert.equal(readFrame(payload({})).type, "PayloadMessage");
    assert.equal(
      readFrame(payload({}, { desiredStatus: "STOPPED", containers: undefined })).type,
      "PayloadMessage",
    );
    assert.equal(
      readFrame(manifest({ taskArn, taskClusterArn: cluster, desiredStatus: "RUNNING" })).type,
      "TaskManifestMessage",
    );
  });

  for (const [what, frame] of [
    ["5.3: environment as a list", payload({ environment: [{ name: "COLOR", value: "blue" }] })],
    ["5.3: an override that is not command", payload({ overrides: '{"cpu":1}' })],
    ["5.3: a health check in upper case", payload({ healthCheckType: "DOCKER" })],
    ["5.3: Docker's configuration as an object", payload(docker({ config: {} }))],
    ["5.3: Docker's configuration that is no JSON", payload(docker({ hostConfig: "{" }))],
    ["5.3: a fraction of a MiB", payload({ memory: 0.5 })],
    ["5.3: a version that is a number", payload({}, { version: 3 })],
    ["5.3: a status that is none", payload({}, { desiredStatus: "PAUSED" })],
    ["5.3: nothing to run", payload({}, { containers: [] })],
    ["5.3: a member of the API", payload({ portMappings: [{ containerPort: 1, hostPort: 0, name: "web" }] })],
    ["5.3: half of a role's credentials", payload({}, { roleCredentials: { credentialsId: "a" } })],
    ["5.4: a task without desiredStatus", manifest({ taskArn, taskClusterArn: cluster })],
    ["5.1: a type without a handler", '{"type":"ShipMessage","message":{}}'],
    ["4: no envelope", "[]"],
  ] as const) {
    it(`stumbles over section ${what}`, () => {
      assert.throws(() => readFrame(frame));
    });
  }
});
