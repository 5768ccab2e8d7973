import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ListServiceDeploymentsResponse } from "@aws-sdk/client-ecs";
import { Fleet } from "../scheduler/services/testing/fleet.ts";

const DAY = 24 * 60 * 60 * 1000;

const opened = async (deployments: number): Promise<Fleet> => {
  const fleet = await Fleet.open(1);
  await fleet.create({ desiredCount: 1 });
  await fleet.settle();
  for (let count = 1; count < deployments; count++) {
    fleet.plane.world.advance(1000);
    await fleet.update({ forceNewDeployment: true });
    await fleet.settle();
  }
  return fleet;
};

const list = (fleet: Fleet, input: object = {}): Promise<ListServiceDeploymentsResponse> =>
  fleet.plane.call("ListServiceDeployments", { cluster: "demo", service: "web", ...input });

const revisionOf = ({ targetServiceRevisionArn = "" }): string => targetServiceRevisionArn;

describe("the history of a service", () => {
  it("is listed newest first, twenty at a time unless more are asked for", async () => {
    const fleet = await opened(23);
    const first = await list(fleet);
    assert.equal(first.serviceDeployments?.length, 20);
    const second = await list(fleet, { nextToken: first.nextToken });
    assert.equal(second.serviceDeployments?.length, 3);
    assert.equal(second.nextToken, undefined);
    const all = await list(fleet, { maxResults: 100 });
    const made = (all.serviceDeployments ?? []).map(({ createdAt }) => createdAt?.getTime() ?? 0);
    assert.equal(made.length, 23);
    assert.deepEqual(
      made,
      [...made].sort((left, right) => right - left),
    );
    await fleet.plane.close();
  });

  it("is narrowed by status and by when it began", async () => {
    const fleet = await opened(3);
    const [newest, middle, oldest] = (await list(fleet)).serviceDeployments ?? [];
    assert.ok(newest !== undefined && middle !== undefined && oldest !== undefined);
    const between = { after: oldest.createdAt, before: newest.createdAt };
    assert.deepEqual((await list(fleet, { createdAt: between })).serviceDeployments, [middle]);
    assert.equal((await list(fleet, { status: ["SUCCESSFUL"] })).serviceDeployments?.length, 3);
    assert.deepEqual((await list(fleet, { status: ["IN_PROGRESS", "STOPPED"] })).serviceDeployments, []);
    await fleet.plane.close();
  });

  it("goes back 90 days, while what was deployed is known as long as the service is", async () => {
    const fleet = await opened(2);
    const [, old] = (await list(fleet)).serviceDeployments ?? [];
    assert.ok(old !== undefined);
    fleet.plane.world.advance(89 * DAY);
    await fleet.settle();
    assert.equal((await list(fleet)).serviceDeployments?.length, 2);
    fleet.plane.world.advance(DAY + 2000);
    await fleet.settle();
    assert.deepEqual((await list(fleet)).serviceDeployments, []);
    const { serviceRevisions } = await fleet.plane.call<{ serviceRevisions: unknown[] }>(
      "DescribeServiceRevisions",
      { serviceRevisionArns: [revisionOf(old)] },
    );
    assert.equal(serviceRevisions.length, 1);
    await fleet.plane.close();
  });

  it("ends with the service: one of the same name begins its own", async () => {
    const fleet = await opened(2);
    const [old] = (await list(fleet)).serviceDeployments ?? [];
    await fleet.plane.call("DeleteService", { cluster: "demo", service: "web", force: true });
    await fleet.settle();
    await fleet.create({ desiredCount: 1 });
    await fleet.settle();
    assert.equal((await list(fleet)).serviceDeployments?.length, 1);
    const { failures } = await fleet.plane.call<{ failures: unknown[] }>("DescribeServiceRevisions", {
      serviceRevisionArns: [revisionOf(old ?? {})],
    });
    assert.deepEqual(failures, [{ arn: revisionOf(old ?? {}), reason: "MISSING" }]);
    await fleet.plane.close();
  });
});
