import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TargetDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import fc from "fast-check";
import { type InstanceRow, instanceTable } from "../../../ec2/index.ts";
import { awsError } from "../../testing/aws-error.ts";
import { makeListener, makeLoadBalancer, makeTargetGroup, VPC } from "../testing/samples.ts";
import { openTestPlane, SCOPE, type TestPlane } from "../testing/test-plane.ts";
import { deregisterTargets } from "./deregister-targets.ts";
import { describeTargetHealth } from "./describe-target-health.ts";
import { isPrivateAddress } from "./private-address.ts";
import { registerTargets } from "./register-targets.ts";
import { targetTable } from "./table.ts";

const putInstance = (plane: TestPlane, id: string, given: Partial<InstanceRow> = {}): Promise<void> =>
  plane.change((state) =>
    state.table(instanceTable).put({
      id,
      accountId: SCOPE.accountId,
      region: SCOPE.region,
      state: "running",
      availabilityZone: "us-east-1c",
      subnetId: VPC.subnets[2].id,
      privateIpAddress: "172.31.32.4",
      reservationId: "r-1",
      ...given,
      // INVARIANT: nothing but what is given above is read here.
    } as InstanceRow),
  );

const views = async (plane: TestPlane, TargetGroupArn: string, Targets?: TargetDescription[]) =>
  (await plane.call(describeTargetHealth, { TargetGroupArn, Targets })).TargetHealthDescriptions ?? [];

describe("RegisterTargets", () => {
  it("takes instances that are there, in their zones", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane, { TargetType: "instance", HealthCheckPort: "9090" });
    await putInstance(plane, "i-1");
    await plane.call(registerTargets, {
      TargetGroupArn,
      Targets: [{ Id: "i-1" }, { Id: "i-1", Port: 8080 }],
    });
    assert.deepEqual(
      (await views(plane, TargetGroupArn)).map(({ Target, HealthCheckPort }) => [Target, HealthCheckPort]),
      [
        [{ Id: "i-1", Port: 80, AvailabilityZone: "us-east-1c" }, "9090"],
        [{ Id: "i-1", Port: 8080, AvailabilityZone: "us-east-1c" }, "9090"],
      ],
    );
  });

  it("refuses instances that are not there, of other accounts, or gone, and registers none of the call's", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane, { TargetType: "instance" });
    await putInstance(plane, "i-1");
    await putInstance(plane, "i-2", { accountId: "210987654321" });
    await putInstance(plane, "i-3", { region: "eu-west-1" });
    await putInstance(plane, "i-4", { state: "terminated" });
    const register = (...ids: readonly string[]): Promise<unknown> =>
      plane.call(registerTargets, { TargetGroupArn, Targets: ids.map((Id) => ({ Id })) });
    await assert.rejects(
      register("i-1", "i-0", "i-2", "i-3"),
      awsError("InvalidTarget", "Instances '[i-0, i-2, i-3]' do not exist"),
    );
    await assert.rejects(
      register("i-1", "i-4"),
      awsError(
        "InvalidTarget",
        "The following targets are not in a running state and cannot be registered: 'i-4'",
      ),
    );
    assert.equal(plane.state.table(targetTable).size, 0);
  });

  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html */
  for (const [Id, zone] of [
    ["172.31.0.10", "us-east-1a"],
    ["172.31.31.255", "us-east-1b"],
    ["172.31.200.1", "all"],
    ["10.1.2.3", "all"],
    ["100.64.0.1", "all"],
    ["192.168.1.1", "all"],
    ["127.0.0.1", "all"],
  ] as const)
    it(`takes the address ${Id}, in zone ${zone}`, async () => {
      const plane = await openTestPlane();
      const TargetGroupArn = await makeTargetGroup(plane);
      await plane.call(registerTargets, { TargetGroupArn, Targets: [{ Id }] });
      assert.equal((await views(plane, TargetGroupArn))[0]?.Target?.AvailabilityZone, zone);
    });

  for (const [Id, code] of [
    ["8.8.8.8", "InvalidTarget"],
    ["169.254.169.254", "InvalidTarget"],
    ["172.32.0.1", "InvalidTarget"],
    ["0.0.0.0", "InvalidTarget"],
    ["010.0.0.1", "ValidationError"],
    ["256.0.0.1", "ValidationError"],
    ["localhost", "ValidationError"],
    ["::1", "ValidationError"],
    ["", "ValidationError"],
  ] as const)
    it(`refuses the address ${JSON.stringify(Id)}`, async () => {
      const plane = await openTestPlane();
      const TargetGroupArn = await makeTargetGroup(plane);
      await assert.rejects(plane.call(registerTargets, { TargetGroupArn, Targets: [{ Id }] }), { code });
    });

  it("refuses what is no instance's ID, and another zone than an address of the VPC has", async () => {
    const plane = await openTestPlane();
    const instances = await makeTargetGroup(plane, { TargetType: "instance" });
    await assert.rejects(
      plane.call(registerTargets, { TargetGroupArn: instances, Targets: [{ Id: "10.0.0.1" }] }),
      awsError("ValidationError", "Instance ID '10.0.0.1' is not valid"),
    );
    const TargetGroupArn = await makeTargetGroup(plane, { Name: "addresses" });
    await assert.rejects(
      plane.call(registerTargets, {
        TargetGroupArn,
        Targets: [{ Id: "172.31.16.4", AvailabilityZone: "all" }],
      }),
      awsError(
        "ValidationError",
        "The IP address '172.31.16.4' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'us-east-1b'",
      ),
    );
  });

  it("refuses functions and load balancers, saying that they are not carried", async () => {
    const plane = await openTestPlane();
    const nothing = { Protocol: undefined, Port: undefined, VpcId: undefined };
    const lambda = await makeTargetGroup(plane, { TargetType: "lambda", ...nothing });
    const alb = await makeTargetGroup(plane, { Name: "alb", TargetType: "alb", Protocol: "TCP" });
    for (const [TargetGroupArn, what] of [
      [lambda, "Lambda functions"],
      [alb, "load balancers"],
    ] as const)
      await assert.rejects(
        plane.call(registerTargets, { TargetGroupArn, Targets: [{ Id: "arn:aws:lambda" }] }),
        awsError("InvalidTarget", `Portreeve does not carry ${what} as targets yet`),
      );
  });

  it("takes a thousand targets and no more", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane);
    const Targets = Array.from({ length: 1000 }, (_, index) => ({ Id: "10.0.0.1", Port: index + 1 }));
    await plane.call(registerTargets, { TargetGroupArn, Targets });
    await plane.call(registerTargets, { TargetGroupArn, Targets });
    await assert.rejects(
      plane.call(registerTargets, { TargetGroupArn, Targets: [{ Id: "10.0.0.1", Port: 1001 }] }),
      { code: "TooManyTargets" },
    );
    assert.equal(plane.state.table(targetTable).size, 1000);
  });
});

describe("DeregisterTargets", () => {
  it("takes what is not registered for deregistered, and drains with the moment it began", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane);
    await makeListener(plane, await makeLoadBalancer(plane), TargetGroupArn);
    const Targets = [{ Id: "10.0.0.1" }];
    await plane.call(deregisterTargets, { TargetGroupArn, Targets });
    await plane.call(registerTargets, { TargetGroupArn, Targets });
    plane.advance(1000);
    await plane.call(deregisterTargets, { TargetGroupArn, Targets });
    plane.advance(1000);
    await plane.call(deregisterTargets, { TargetGroupArn, Targets });
    const [row] = plane.state.table(targetTable).by("group", TargetGroupArn);
    assert.equal(row?.deregisteredAt, Date.UTC(2026, 0, 1) + 1000);
    assert.deepEqual((await views(plane, TargetGroupArn))[0]?.TargetHealth, {
      State: "draining",
      Reason: "Target.DeregistrationInProgress",
      Description: "Target deregistration is in progress",
    });
    // Another port is another target.
    assert.equal(
      (await views(plane, TargetGroupArn, [{ Id: "10.0.0.1", Port: 81 }]))[0]?.TargetHealth?.Reason,
      "Target.NotRegistered",
    );
  });
});

describe("DescribeTargetHealth", () => {
  it("shows anomalies and overrides when they are asked for", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane);
    await plane.call(registerTargets, { TargetGroupArn, Targets: [{ Id: "10.0.0.1" }] });
    const { TargetHealthDescriptions } = await plane.call(describeTargetHealth, {
      TargetGroupArn,
      Include: ["All"],
    });
    assert.deepEqual(TargetHealthDescriptions?.[0]?.AnomalyDetection, {
      Result: "normal",
      MitigationInEffect: "no",
    });
    assert.equal(TargetHealthDescriptions?.[0]?.AdministrativeOverride?.State, "no_override");
  });
});

describe("isPrivateAddress", () => {
  it("knows every address of the private ranges, and no other", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [first = 0, second = 0] = address.split(".").map(Number);
        const expected =
          first === 10 ||
          first === 127 ||
          (first === 172 && second >= 16 && second < 32) ||
          (first === 192 && second === 168) ||
          (first === 100 && second >= 64 && second < 128);
        assert.equal(isPrivateAddress(address), expected);
      }),
    );
  });
});
