import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RegisteredFleet, TARGET_GROUP_ACTIONS } from "./testing/registered-fleet.ts";

const MINUTE = 60_000;

const open = async () => {
  const fleet = await RegisteredFleet.open(1);
  const web = await fleet.targetGroup();
  await fleet.role(TARGET_GROUP_ACTIONS);
  await fleet.create({ loadBalancers: [web], role: "ecsServiceRole", desiredCount: 1 });
  await fleet.settle();
  const assumed = (): number => fleet.calls().filter((call) => call === "sts:AssumeRole allowed").length;
  /** Scales and lets the clock go on, so that what was denied is tried again. */
  const scale = async (desiredCount: number): Promise<void> => {
    await fleet.update({ desiredCount });
    await fleet.settle();
    fleet.plane.world.advance(2000);
    await fleet.settle();
  };
  return { fleet, assumed, scale };
};

describe("the sessions of the service scheduler", () => {
  it("serve one call after the other, and are begun anew before they end", async () => {
    const { fleet, assumed, scale } = await open();
    const before = assumed();
    await scale(2);
    assert.equal(assumed(), before);
    fleet.plane.world.advance(56 * MINUTE);
    await scale(1);
    assert.equal(assumed(), before + 1);
    await fleet.plane.close();
  });

  it("are begun anew where those that are there were revoked", async () => {
    const { fleet, assumed, scale } = await open();
    const before = assumed();
    fleet.plane.world.advance(MINUTE);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
    await fleet.plane.call("PutRolePolicy", {
      RoleName: "ecsServiceRole",
      PolicyName: "AWSRevokeOlderSessions",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Deny",
          Action: "*",
          Resource: "*",
          Condition: {
            DateLessThan: { "aws:TokenIssueTime": new Date(fleet.plane.world.now()).toISOString() },
          },
        },
      }),
    });
    await scale(0);
    assert.deepEqual([fleet.statuses(), fleet.registrations()], [{ STOPPED: 1 }, []]);
    assert.equal(assumed(), before + 1);
    await fleet.plane.close();
  });
});
