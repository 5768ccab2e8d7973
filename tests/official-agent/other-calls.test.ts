import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DescribeContainerInstancesCommand, TagResourceCommand } from "@aws-sdk/client-ecs";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { AccessKey } from "../product/clients.ts";
import type { OfficialAgent } from "./official-agent.ts";
import { EXTERNAL_ATTRIBUTES } from "./registration.ts";
import { joinedAgent, openScene, runTask, type Scene, taskRole, web } from "./scene.ts";
import type { Credentials } from "./strict-reader.ts";

// The rest of section 3's table: what the agent calls for its containers and for the machine.

describe("the official agent also calls", () => {
  let scene: Scene;
  let agent: OfficialAgent;
  let taskArn: string;
  let taskKey: AccessKey;

  before(async () => {
    scene = await openScene();
    agent = await joinedAgent(scene, "agent");
    await agent.register({
      attributes: [...EXTERNAL_ATTRIBUTES, { name: "com.amazonaws.ecs.capability.task-iam-role" }],
    });
    const channel = await agent.openAcs();
    await channel.next("TaskManifestMessage");
    const taskRoleArn = await taskRole(scene, "protected");
    const Statement = {
      Effect: "Allow",
      Action: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
      Resource: "*",
    };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await scene.admin.iam.send(
      new PutRolePolicyCommand({ RoleName: "protected", PolicyName: "protection", PolicyDocument }),
    );
    ({ taskArn } = await runTask(scene, { ...web, family: "protected", taskRoleArn }));
    const { message } = await channel.next("PayloadMessage");
    const credentials = message.tasks[0]?.["roleCredentials"] as Credentials;
    taskKey = credentials;
  });
  after(() => scene.close());

  it("Get- and UpdateTaskProtection, signed by the task's role", async () => {
    const asked = { cluster: "demo", tasks: [taskArn], protectionEnabled: true, expiresInMinutes: 60 };
    const { status, body } = await agent.call("UpdateTaskProtection", asked, taskKey);
    assert.equal(status, 200, JSON.stringify(body));
    const read = await agent.call("GetTaskProtection", { cluster: "demo", tasks: [taskArn] }, taskKey);
    assert.equal(read.status, 200);
    for (const { protectedTasks, failures } of [body, read.body] as Record<string, unknown[] | undefined>[]) {
      // A task outside of a service can't be protected: AWS tells so among the failures.
      const told = [...(protectedTasks ?? []), ...(failures ?? [])];
      assert.equal(told.length, 1);
    }
  });

  it("nothing of the kind with its own credentials, which do not allow it", async () => {
    const { body } = await agent.call("GetTaskProtection", { cluster: "demo", tasks: [taskArn] });
    assert.equal(body["__type"], "AccessDeniedException");
  });

  it("ListTagsForResource for the instance and the task, with its own credentials", async () => {
    await scene.admin.ecs.send(
      new TagResourceCommand({ resourceArn: taskArn, tags: [{ key: "team", value: "a" }] }),
    );
    const { body } = await agent.call("ListTagsForResource", { resourceArn: taskArn });
    assert.deepEqual(body["tags"], [{ key: "team", value: "a" }]);
    const instance = await agent.call("ListTagsForResource", { resourceArn: agent.saved });
    assert.deepEqual(instance.body["tags"], []);
    const refused = await agent.call("ListTagsForResource", { resourceArn: taskArn }, taskKey);
    assert.equal(refused.body["__type"], "AccessDeniedException");
  });

  it("SubmitAttachmentStateChanges", async () => {
    const attachmentArn =
      "arn:aws:ecs:us-west-2:123456789012:attachment/11111111-1111-4111-8111-111111111111";
    const input = { cluster: "demo", attachments: [{ attachmentArn, status: "ATTACHED" }] };
    assert.equal((await agent.call("SubmitAttachmentStateChanges", input)).status, 200);
  });

  it("UpdateContainerInstancesState when a spot instance is taken away", async () => {
    const input = { cluster: "demo", containerInstances: [agent.saved], status: "DRAINING" };
    const { status, body } = await agent.call("UpdateContainerInstancesState", input);
    assert.equal(status, 200, JSON.stringify(body));
    const { containerInstances } = await scene.admin.ecs.send(
      new DescribeContainerInstancesCommand({ cluster: "demo", containerInstances: [agent.saved ?? ""] }),
    );
    assert.equal(containerInstances?.[0]?.status, "DRAINING");
  });
});
