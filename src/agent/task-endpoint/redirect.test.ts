import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { label } from "../tasks/labels.ts";
import {
  dockerHost,
  dockerUnavailable,
  makeTestImage,
  removeLabelled,
  textOfLogs,
} from "../testing/docker.ts";
import { setScene, taskRole } from "../testing/scene.ts";
import { sendTask } from "../testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "../testing/tasks.ts";
import { redirectTaskEndpoint, removeTaskEndpointRedirect } from "./redirect.ts";

/** Not 169.254.170.2: a real agent may run on this machine. */
const address = "169.254.170.77";

const noIptables = (): string | false => {
  try {
    execFileSync("iptables", ["-t", "nat", "-S"], { stdio: "ignore" });
    return false;
  } catch {
    return "no iptables, or not root";
  }
};
const skip = (await dockerUnavailable()) || noIptables();

const rules = () =>
  execFileSync("iptables", ["-t", "nat", "-S"])
    .toString()
    .split("\n")
    .filter((line) => line.includes(address));

test("a container gets its role's credentials and metadata through the redirected address", {
  skip,
}, async (context) => {
  const scene = await setScene(context);
  const { stub } = scene;
  const port = scene.taskEndpoint.port() ?? 0;
  const image = await makeTestImage();
  context.after(image.remove);
  const logger = (line: string) => void scene.log.push(line);
  context.after(() => removeTaskEndpointRedirect({ port, address }));
  assert.equal(await redirectTaskEndpoint({ port, address, logger }), true);
  assert.equal(await redirectTaskEndpoint({ port, address, logger }), true);
  assert.equal(rules().length, 2);

  const { arn } = await scene.join({ containers: "docker", dockerHost });
  context.after(() => removeLabelled(image.engine, label.containerInstance, arn));
  const task = newTaskArn();
  const script = [
    `wget -q -O- http://${address}$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`,
    "echo",
    `wget -q -O- $(echo $ECS_CONTAINER_METADATA_URI_V4 | cut -d/ -f4- | xargs -I{} echo http://${address}/{})/task`,
  ].join("; ");
  sendTask(
    stub,
    arn,
    payloadTask(task, { image: image.tag, command: ["sh", "-c", script] }, { roleCredentials: taskRole }),
  );
  const stopped = await stub.reported(task, "STOPPED");
  const [container] = stopped["containers"] as readonly { readonly runtimeId: string }[];
  const logs = await image.engine.call<Buffer>(
    "GET",
    `/containers/${container?.runtimeId}/logs?stdout=true&stderr=true`,
  );
  const [credentials = "", metadata = ""] = textOfLogs(logs).split("\n");
  assert.deepEqual(JSON.parse(credentials), {
    RoleArn: taskRole.roleArn,
    AccessKeyId: taskRole.accessKeyId,
    SecretAccessKey: taskRole.secretAccessKey,
    Token: taskRole.sessionToken,
    Expiration: taskRole.expiration,
  });
  assert.equal(JSON.parse(metadata)["TaskARN"], task);

  await removeTaskEndpointRedirect({ port, address });
  await removeTaskEndpointRedirect({ port, address });
  assert.equal(rules().length, 0);
});
