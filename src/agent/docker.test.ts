import assert from "node:assert/strict";
import { after, before, type TestContext, test } from "node:test";
import { label } from "./tasks/labels.ts";
import {
  dockerHost,
  dockerUnavailable,
  makeTestImage,
  removeLabelled,
  type TestImage,
} from "./testing/docker.ts";
import { type Scene, setScene } from "./testing/scene.ts";
import { sendTask } from "./testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "./testing/tasks.ts";

const unavailable = await dockerUnavailable();
const options = { skip: unavailable, concurrency: true };
let image: TestImage;

before(async () => {
  if (unavailable === false) image = await makeTestImage();
});
after(() => image?.remove());

/** A scene with an agent on Docker whose containers are removed afterwards. */
const stage = async (context: TestContext): Promise<Scene & { readonly arn: string }> => {
  const scene = await setScene(context);
  const { arn } = await scene.join({ containers: "docker", dockerHost });
  context.after(() => removeLabelled(image.engine, label.containerInstance, arn));
  return { ...scene, arn };
};

type Change = {
  readonly containerName: string;
  readonly status: string;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly runtimeId?: string;
  readonly networkBindings?: readonly { readonly hostPort: number }[];
};
const changes = (report: Readonly<Record<string, unknown>>) =>
  (report["containers"] ?? []) as readonly Change[];

test(
  "runs a task on Docker, reports its port, and stops it with its SIGTERM handler's exit code",
  options,
  async (context) => {
    const { stub, arn } = await stage(context);
    const task = newTaskArn();
    sendTask(
      stub,
      arn,
      payloadTask(task, {
        image: image.tag,
        entryPoint: ["sh", "-c"],
        command: ["trap 'exit 7' TERM; httpd -p 8080 -h /bin; while true; do sleep 0.1; done"],
        portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
      }),
    );
    const [running] = changes(await stub.reported(task, "RUNNING"));
    assert.equal(running?.status, "RUNNING");
    assert.match(running?.runtimeId ?? "", /^[0-9a-f]{64}$/);
    const [binding] = running?.networkBindings ?? [];
    const answer = await fetch(`http://127.0.0.1:${binding?.hostPort}/busybox`, { method: "HEAD" });
    assert.equal(answer.status, 200);
    sendTask(stub, arn, { arn: task, desiredStatus: "STOPPED" });
    const [stopped] = changes(await stub.reported(task, "STOPPED"));
    assert.equal(stopped?.exitCode, 7);
    assert.deepEqual(stub.faults, []);
  },
);
