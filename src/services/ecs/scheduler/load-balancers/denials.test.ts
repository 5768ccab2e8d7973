import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LoadBalancer } from "@aws-sdk/client-ecs";
import type { Caller } from "../../../../operation/index.ts";
import { ACCOUNT, awsError } from "../../agents/testing/test-plane.ts";
import { CLASSIC_ACTIONS, RegisteredFleet, TARGET_GROUP_ACTIONS } from "./testing/registered-fleet.ts";

const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/ecsServiceRole`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/ecsServiceRole/ecs-service-scheduler`;

/** The texts: https://github.com/Shippable/support/issues/3027, https://github.com/hashicorp/terraform/issues/5442 */
const KINDS = [
  {
    kind: "a target group",
    actions: TARGET_GROUP_ACTIONS,
    make: (fleet: RegisteredFleet) => fleet.targetGroup(),
    taskDefinition: "web:1",
    where: /\(target-group arn:aws:elasticloadbalancing:[^)]*\)/,
    unable:
      "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.",
  },
  {
    kind: "a Classic Load Balancer",
    actions: CLASSIC_ACTIONS,
    make: (fleet: RegisteredFleet) => fleet.classic(),
    taskDefinition: "fixed",
    where: /\(elb old\)/,
    unable:
      "Unable to assume role and validate the listeners configured on your load balancer. Please verify the role being passed has the proper permissions.",
  },
] as const;

/** What the event log says of a call that was refused, by the action's kind. */
const FAILED: Readonly<Record<string, string>> = {
  RegisterTargets: "register targets in",
  DeregisterTargets: "deregister targets in",
  DescribeTargetHealth: "describe target health on",
  RegisterInstancesWithLoadBalancer: "register instances in",
  DeregisterInstancesFromLoadBalancer: "deregister instances in",
  DescribeInstanceHealth: "describe instance health on",
};

const open = async (kind: (typeof KINDS)[number], actions: readonly string[], trusts?: string) => {
  const fleet = await RegisteredFleet.open(1);
  const loadBalancer = await kind.make(fleet);
  await fleet.role(actions, trusts);
  const create = () =>
    fleet.create({
      taskDefinition: kind.taskDefinition,
      loadBalancers: [loadBalancer],
      desiredCount: 1,
      role: "ecsServiceRole",
    });
  return { fleet, loadBalancer, create };
};

/** The events that tell of a refusal of an action. */
const refusals = async (fleet: RegisteredFleet, action: string): Promise<readonly string[]> =>
  (await fleet.events()).filter((text) => text.includes(`elasticloadbalancing:${action}`));

for (const kind of KINDS) {
  const [look, register, deregister, health] = kind.actions;

  describe(`a role for ${kind.kind}`, () => {
    it(`without ${look} is refused, and the decisions of the request say why`, async () => {
      const { fleet, create } = await open(kind, [register, deregister, health]);
      await assert.rejects(create(), awsError("InvalidParameterException", kind.unable));
      // The id of every call that a test makes is the same; a person asks `portreeve explain` for it.
      const told = fleet.plane.decisions.filter(({ requestId }) => requestId === "test").slice(-2);
      assert.deepEqual(
        told.map(({ action, principal, decision }) => [action, principal, decision.allowed]),
        [
          ["sts:AssumeRole", "ecs.amazonaws.com", true],
          [`elasticloadbalancing:${look}`, SESSION, false],
        ],
      );
      await fleet.plane.close();
    });

    it("that does not trust the service is refused, and the decisions of the request say why", async () => {
      const { fleet, create } = await open(kind, kind.actions, "ec2.amazonaws.com");
      await assert.rejects(create(), awsError("InvalidParameterException", kind.unable));
      const last = fleet.plane.decisions.at(-1);
      assert.deepEqual(
        [last?.action, last?.resource, last?.decision.allowed, last?.requestId],
        ["sts:AssumeRole", ROLE_ARN, false, "test"],
      );
      assert.ok(last?.explanation !== undefined);
      await fleet.plane.close();
    });

    for (const missing of [register, health]) {
      it(`without ${missing} keeps the deployment from completing, says so, and is mended`, async () => {
        const { fleet, create } = await open(
          kind,
          kind.actions.filter((one) => one !== missing),
        );
        await create();
        await fleet.settle();
        const told = await refusals(fleet, missing);
        assert.equal(told.length, 1);
        assert.ok(told[0]?.startsWith(`(service web) failed to ${FAILED[missing]} `), told[0]);
        assert.match(told[0] ?? "", kind.where);
        const error = `with (error User: ${SESSION} is not authorized to perform: elasticloadbalancing:${missing} `;
        assert.ok(told[0]?.includes(error), told[0]);
        assert.match(told[0] ?? "", /because no identity-based policy allows the /);
        fleet.plane.world.advance(20_000);
        await fleet.settle();
        assert.equal((await refusals(fleet, missing)).length, 1);
        assert.equal((await fleet.describe()).deployments?.[0]?.rolloutState, "IN_PROGRESS");
        await fleet.role(kind.actions);
        await fleet.settle();
        assert.equal((await fleet.describe()).deployments?.[0]?.rolloutState, "COMPLETED");
        await fleet.plane.close();
      });
    }

    it(`without ${deregister} lets a task get requests until it is mended`, async () => {
      const { fleet, create } = await open(kind, [look, register, health]);
      await create();
      await fleet.settle();
      await fleet.update({ desiredCount: 0 });
      await fleet.settle();
      const told = await refusals(fleet, deregister);
      assert.equal(told.length, 1);
      assert.ok(told[0]?.startsWith(`(service web) failed to ${FAILED[deregister]} `), told[0]);
      assert.deepEqual(fleet.statuses(), { DEACTIVATING: 1 });
      await fleet.role(kind.actions);
      await fleet.settle();
      assert.deepEqual([fleet.statuses(), fleet.registrations()], [{ STOPPED: 1 }, []]);
      await fleet.plane.close();
    });

    it("that is gone is told of as well, and one of its name takes over", async () => {
      const { fleet, create } = await open(kind, kind.actions);
      await create();
      await fleet.settle();
      await fleet.plane.call("DeleteRolePolicy", { RoleName: "ecsServiceRole", PolicyName: "elb" });
      await fleet.plane.call("DeleteRole", { RoleName: "ecsServiceRole" });
      await fleet.update({ desiredCount: 0 });
      await fleet.settle();
      assert.match(
        (await fleet.events()).at(-1) ?? "",
        /failed to deregister .* with \(error User: ecs\.amazonaws\.com is not authorized to perform: sts:AssumeRole/,
      );
      await fleet.role(kind.actions);
      await fleet.settle();
      assert.deepEqual(fleet.registrations(), []);
      await fleet.plane.close();
    });
  });
}

describe("CreateService with load balancers", () => {
  const user: Caller = {
    principal: { type: "User", arn: `arn:aws:iam::${ACCOUNT}:user/dev`, accountId: ACCOUNT },
    userId: "",
  };

  const asDeveloper = async (fleet: RegisteredFleet, statements: readonly object[]): Promise<Caller> => {
    const { User } = await fleet.plane.call<{ User: { UserId: string } }>("CreateUser", { UserName: "dev" });
    await fleet.plane.call("PutUserPolicy", {
      UserName: "dev",
      PolicyName: "dev",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
    return { ...user, userId: User.UserId };
  };

  const create = (fleet: RegisteredFleet, caller: Caller, loadBalancer: LoadBalancer, role?: string) =>
    fleet.plane.call(
      "CreateService",
      {
        cluster: "demo",
        serviceName: "web",
        taskDefinition: "web:1",
        desiredCount: 1,
        loadBalancers: [loadBalancer],
        ...(role === undefined ? {} : { role }),
      },
      caller,
    );

  const ECS = { Effect: "Allow", Action: "ecs:*", Resource: "*" };

  it("needs iam:PassRole for the role, to the service that gets it", async () => {
    const fleet = await RegisteredFleet.open(1);
    const web = await fleet.targetGroup();
    await fleet.role(TARGET_GROUP_ACTIONS);
    const toTasks = {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: ROLE_ARN,
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    };
    const caller = await asDeveloper(fleet, [ECS, toTasks]);
    await assert.rejects(
      create(fleet, caller, web, ROLE_ARN),
      awsError("AccessDeniedException", /iam:PassRole on resource: .*role\/ecsServiceRole/),
    );
    const toScheduler = { StringEquals: { "iam:PassedToService": "ecs.amazonaws.com" } };
    await fleet.plane.call("PutUserPolicy", {
      UserName: "dev",
      PolicyName: "dev",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [ECS, { ...toTasks, Condition: toScheduler }],
      }),
    });
    // The caller needs no permission of its own for load balancers: the role has it.
    await create(fleet, caller, web, ROLE_ARN);
    await fleet.settle();
    assert.equal((await fleet.describe()).roleArn, ROLE_ARN);
    await fleet.plane.close();
  });

  it("makes the service-linked role on behalf of a caller who may, and of no other", async () => {
    const fleet = await RegisteredFleet.open(1);
    const web = await fleet.targetGroup();
    const caller = await asDeveloper(fleet, [ECS]);
    await assert.rejects(
      create(fleet, caller, web),
      awsError(
        "InvalidParameterException",
        "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
      ),
    );
    const last = fleet.plane.decisions.at(-1);
    assert.deepEqual(
      [last?.action, last?.context["aws:CalledViaFirst"]],
      ["iam:CreateServiceLinkedRole", "ecs.amazonaws.com"],
    );
    // Nor by way of a service that has none, and gets some later.
    const service = { cluster: "demo", serviceName: "plain", taskDefinition: "web:1", desiredCount: 0 };
    await fleet.plane.call("CreateService", service, caller);
    const added = { cluster: "demo", service: "plain", loadBalancers: [web] };
    await assert.rejects(
      fleet.plane.call("UpdateService", added, caller),
      awsError("InvalidParameterException", /^Unable to assume the service linked role/),
    );
    // https://github.com/radkawar/stackd (testdata/aws/ecs/service_role_forwarding.json)
    await fleet.plane.call("PutUserPolicy", {
      UserName: "dev",
      PolicyName: "dev",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          ECS,
          {
            Effect: "Allow",
            Action: "iam:CreateServiceLinkedRole",
            Resource: "*",
            Condition: { "ForAnyValue:StringEquals": { "aws:CalledVia": "ecs.amazonaws.com" } },
          },
        ],
      }),
    });
    await fleet.plane.call("UpdateService", added, caller);
    await create(fleet, caller, web);
    await fleet.plane.close();
  });

  it("takes no role of another account", async () => {
    const fleet = await RegisteredFleet.open(1);
    const web = await fleet.targetGroup();
    await assert.rejects(
      fleet.create({ loadBalancers: [web], role: "arn:aws:iam::999999999999:role/ecsServiceRole" }),
      awsError(
        "InvalidParameterException",
        /^Unable to assume role and validate the specified targetGroupArn/,
      ),
    );
    await fleet.plane.close();
  });
});
