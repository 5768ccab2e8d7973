import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { realWorld } from "../../world.ts";
import { instanceCredentials, taskRole } from "../testing/scene.ts";
import { startStubControlPlane } from "../testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "../testing/tasks.ts";
import { readPayloadTask } from "./read-payload-task.ts";
import { createRegistryAuthentication } from "./registry-authentication.ts";

const stage = async (context: TestContext) => {
  const stub = await startStubControlPlane([instanceCredentials, taskRole]);
  context.after(stub.close);
  const authenticate = createRegistryAuthentication({
    endpoint: stub.url,
    region: "us-west-2",
    instance: async () => instanceCredentials,
    world: realWorld,
  });
  const container = (registryAuthentication?: object) => {
    const [first] = readPayloadTask(payloadTask(newTaskArn(), { registryAuthentication })).containers;
    assert.ok(first);
    return first;
  };
  return { stub, authenticate, container };
};
const ecr = (useExecutionRole: boolean) => ({
  type: "ecr",
  ecrAuthData: { registryId: "123456789012", region: "us-west-2", useExecutionRole },
});
const asm = { type: "asm", asmAuthData: { credentialsParameter: "arn:secret", region: "us-west-2" } };

test("ECR: the token of the execution role, or of the instance", async (context) => {
  const { stub, authenticate, container } = await stage(context);
  stub.answers.set("GetAuthorizationToken", () => ({
    authorizationData: [
      {
        authorizationToken: Buffer.from("AWS:pass:word").toString("base64"),
        proxyEndpoint: "https://registry",
      },
    ],
  }));
  for (const useExecutionRole of [true, false])
    assert.deepEqual(await authenticate(container(ecr(useExecutionRole)), taskRole), {
      username: "AWS",
      password: "pass:word",
      serveraddress: "https://registry",
    });
  assert.deepEqual(
    stub.calls.entries.map(({ accessKeyId, input }) => [accessKeyId, input["registryIds"]]),
    [
      [taskRole.accessKeyId, ["123456789012"]],
      [instanceCredentials.accessKeyId, ["123456789012"]],
    ],
  );
  assert.deepEqual(stub.faults, []);
});

test("a private registry: username and password from the secret", async (context) => {
  const { stub, authenticate, container } = await stage(context);
  stub.answers.set("GetSecretValue", () => ({ SecretString: '{"username":"u","password":"p"}' }));
  assert.deepEqual(await authenticate(container(asm), taskRole), {
    username: "u",
    password: "p",
    serveraddress: "",
  });
  assert.equal(await authenticate(container(), taskRole), undefined);
});

test("without the role, or without permission, the reason says so and holds no secret", async (context) => {
  const { stub, authenticate, container } = await stage(context);
  await assert.rejects(authenticate(container(asm), undefined), { name: "CannotPullContainerError" });
  await assert.rejects(authenticate(container(ecr(true)), undefined), { name: "CannotPullContainerError" });
  stub.refusals.set("GetAuthorizationToken", { status: 400, code: "AccessDeniedException", message: "no" });
  await assert.rejects(authenticate(container(ecr(true)), taskRole), {
    name: "CannotPullECRContainerError",
    message: /AccessDeniedException: no/,
  });
  stub.answers.set("GetSecretValue", () => ({ SecretString: "hunter2" }));
  await assert.rejects(authenticate(container(asm), taskRole), (error) => !String(error).includes("hunter2"));
});
