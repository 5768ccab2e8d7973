import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, awsError, openTestPlane, SCOPE, TASKS_TRUST } from "./testing/test-plane.ts";

describe("an upgrade", () => {
  const session = (name: string) => ({
    principal: {
      type: "AssumedRole" as const,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ecsInstanceRole/${name}`,
      accountId: ACCOUNT,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/ecsInstanceRole`,
    },
    userId: `AROA:${name}`,
    session: { name, issuedAt: 0, expiresAt: Number.MAX_SAFE_INTEGER },
  });

  it("is refused for an instance that was deregistered, and its connection closed", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.call("DeregisterContainerInstance", { cluster: "demo", containerInstance: arn });
    await agent.until(() => agent.closedWith !== undefined);
    assert.equal(agent.closedWith, 1000);
    await assert.rejects(plane.connect(arn), awsError("InactiveInstanceException", /is inactive\.$/));
    await plane.close();
  });

  it("is refused for an instance that is not there", async () => {
    const plane = await openTestPlane();
    await assert.rejects(
      plane.connect("0".repeat(32)),
      awsError("InvalidInstanceException", /is not registered/),
    );
    await plane.close();
  });

  it("is refused without ecs:Poll", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await assert.rejects(
      plane.connect(arn, {}, session("i-0123456789abcdef0")),
      awsError(
        "AccessDeniedException",
        /not authorized to perform: ecs:Poll on resource: arn:aws:ecs:us-west-2:123456789012:container-instance\/demo\//,
      ),
    );
    await assert.rejects(
      plane.connect(arn, {}, session("i-0123456789abcdef0"), "tcs"),
      awsError("AccessDeniedException", /not authorized to perform: ecs:StartTelemetrySession/),
    );
    await plane.close();
  });

  it("is refused to another machine's instance profile", async () => {
    const plane = await openTestPlane();
    const document = JSON.stringify({
      accountId: ACCOUNT,
      instanceId: "i-0123456789abcdef0",
      region: SCOPE.region,
    });
    const { arn } = await plane.register({ instanceIdentityDocument: document });
    await plane.call("CreateRole", { RoleName: "ecsInstanceRole", AssumeRolePolicyDocument: TASKS_TRUST });
    await plane.call("PutRolePolicy", {
      RoleName: "ecsInstanceRole",
      PolicyName: "all",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "ecs:*", Resource: "*" },
      }),
    });
    const { Role } = await plane.call<{ Role: { RoleId: string } }>("GetRole", {
      RoleName: "ecsInstanceRole",
    });
    const as = (name: string) => ({
      ...session(name),
      userId: `${Role.RoleId}:${name}`,
      roleId: Role.RoleId,
    });
    await assert.rejects(
      plane.connect(arn, {}, as("i-0fedcba9876543210")),
      awsError("AccessDeniedException", /ecs:Poll/),
    );
    await assert.rejects(
      plane.register(
        { containerInstanceArn: arn, instanceIdentityDocument: document },
        as("i-0fedcba9876543210"),
      ),
      awsError("AccessDeniedException", /ecs:RegisterContainerInstance/),
    );
    await plane.connect(arn, {}, as("i-0123456789abcdef0"));
    // A machine that is not of EC2, such as one of ECS Anywhere, belongs to whoever registered it.
    const external = (await plane.register()).arn;
    await assert.rejects(
      plane.connect(external, {}, as("i-0fedcba9876543210")),
      awsError("AccessDeniedException", /ecs:Poll/),
    );
    await assert.rejects(
      plane.register({ containerInstanceArn: external }, as("i-0fedcba9876543210")),
      awsError("AccessDeniedException", /ecs:RegisterContainerInstance/),
    );
    const own = (await plane.register({}, as("i-0fedcba9876543210"))).arn;
    await plane.connect(own, {}, as("i-0fedcba9876543210"));
    await plane.close();
  });
});
