import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type {
  DescribeInstancesCommandOutput,
  GetConsoleOutputCommandOutput,
  Reservation,
} from "@aws-sdk/client-ec2";
import { realWorld } from "../../../world.ts";
import { startEc2Controllers } from "../controllers/start-controllers.ts";
import { instanceTable } from "../instances/table.ts";
import { addInstanceProfile, type TestPlane, testPlane } from "../testing/test-plane.ts";
import { createInstanceHost } from "./instance-host.ts";

type Asked = { readonly target: string; readonly headers: IncomingMessage["headers"]; readonly body: string };

/** A control plane that refuses every agent, and notes what was asked. */
const asked: Asked[] = [];
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  asked.push({ target: String(request.headers["x-amz-target"]), headers: request.headers, body });
  response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
  response.end(
    JSON.stringify({ __type: "AccessDeniedException", message: "User: someone is not authorized" }),
  );
  server.emit("asked");
});

let folder = "";
before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  folder = await mkdtemp(join(tmpdir(), "portreeve-host-"));
});
after(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

const stateBecomes = (plane: TestPlane, id: string, wanted: string): Promise<void> =>
  new Promise((resolve) => {
    const look = (): boolean => plane.state.table(instanceTable).get(id)?.state === wanted;
    if (look()) return resolve();
    const stop = plane.state.subscribe(instanceTable, () => {
      if (!look()) return;
      stop();
      resolve();
    });
  });

test("an instance's agent signs with the role of its instance profile; a refusal is on its console", async () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const plane = await testPlane({ endpoint });
  await addInstanceProfile(plane);
  const host = createInstanceHost({
    containers: "simulated",
    endpoint,
    dataDirectory: folder,
    world: realWorld,
    logger: (line) => console.error("host:", line),
  });
  const controllers = startEc2Controllers({ plane, host });
  try {
    const launched = await plane.call<Reservation>("RunInstances", {
      ImageId: "ami-0ec50000000000001",
      InstanceType: "t3.micro",
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: "ecsInstanceRole" },
      UserData: Buffer.from("#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config").toString("base64"),
    });
    const id = launched.Instances?.[0]?.InstanceId ?? "";
    assert.equal(launched.Instances?.[0]?.State?.Name, "pending");
    await stateBecomes(plane, id, "running");
    if (asked.length === 0) await once(server, "asked");
    const [registration] = asked;
    assert.equal(registration?.target, "AmazonEC2ContainerServiceV20141113.RegisterContainerInstance");
    const body = JSON.parse(registration?.body ?? "{}");
    assert.equal(body.cluster, "demo");
    assert.equal(JSON.parse(body.instanceIdentityDocument).instanceId, id);
    assert.deepEqual(
      body.totalResources.slice(0, 2).map((each: { integerValue: number }) => each.integerValue),
      [2048, 972],
    );
    assert.ok(registration?.headers["x-amz-security-token"]);
    for (;;) {
      const { Output } = await plane.call<GetConsoleOutputCommandOutput>("GetConsoleOutput", {
        InstanceId: id,
      });
      const text = Buffer.from(Output ?? "", "base64").toString();
      if (/AccessDeniedException/.test(text) && /starting it again in \d+ ms/.test(text)) break;
      await delay(20);
    }
    await plane.call("TerminateInstances", { InstanceIds: [id] });
    await stateBecomes(plane, id, "terminated");
    const described = await plane.call<DescribeInstancesCommandOutput>("DescribeInstances", {
      InstanceIds: [id],
    });
    assert.equal(
      described.Reservations?.[0]?.Instances?.[0]?.StateReason?.Code,
      "Client.UserInitiatedShutdown",
    );
  } finally {
    await controllers.close();
    await host.close();
  }
});
