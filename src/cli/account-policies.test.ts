import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { groupedPrincipal } from "../least-privilege/principal.ts";
import { readAccountPolicies } from "./account-policies.ts";
import { ACCOUNT, startTestControlPlane, type TestControlPlane } from "./testing/control-plane.ts";

const document = (action: string): string =>
  JSON.stringify(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: action, Resource: "*" } },
    undefined,
    2,
  );

describe("the policies of an account", () => {
  let plane: TestControlPlane;
  before(async () => {
    plane = await startTestControlPlane("enforce");
  });
  after(() => plane.close());

  const iam = (Action: string, parameters: Readonly<Record<string, string>>) =>
    plane.query(plane.root, "iam", { Action, ...parameters });

  it("of a user are its own and its groups', as they are written", async () => {
    const alice = await plane.user("alice");
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/shared`;
    await iam("CreatePolicy", { PolicyName: "shared", PolicyDocument: document("ecs:ListTasks") });
    await iam("CreatePolicyVersion", {
      PolicyArn,
      PolicyDocument: document("ecs:StopTask"),
      SetAsDefault: "true",
    });
    await iam("PutUserPolicy", {
      UserName: "alice",
      PolicyName: "own",
      PolicyDocument: document("ecs:ListClusters"),
    });
    await iam("CreateGroup", { GroupName: "devs" });
    await iam("AttachGroupPolicy", { GroupName: "devs", PolicyArn });
    await iam("AddUserToGroup", { GroupName: "devs", UserName: "alice" });
    await plane.ecs(alice, "ListClusters", {});
    const record = plane.records.findLast(({ principal }) => principal.endsWith("user/alice"));
    // INVARIANT: the call above was recorded.
    const policies = (await readAccountPolicies(plane.folder, ACCOUNT))?.(groupedPrincipal(record!));
    assert.deepEqual(policies, [
      {
        document: document("ecs:ListClusters"),
        origin: { kind: "inline", name: "own", attachedTo: "user alice" },
      },
      {
        document: document("ecs:StopTask"),
        origin: { kind: "managed", name: "shared", arn: PolicyArn, attachedTo: "group devs" },
      },
    ]);
    // The origins are those that decisions name, or nothing would ever be found to be used.
    assert.deepEqual(record?.decision.statements[0]?.policy, policies?.[0]?.origin);
  });

  it("are unknown when no control plane runs, or none with that account", async () => {
    const other = await startTestControlPlane("enforce");
    const { url } = other;
    await other.close();
    const endpoint = join(plane.folder.path, "closed.json");
    writeFileSync(endpoint, JSON.stringify({ url, region: "us-east-1", pid: 1, accounts: [ACCOUNT] }));
    assert.equal(await readAccountPolicies({ ...plane.folder, endpoint }, ACCOUNT), undefined);
    assert.equal(await readAccountPolicies(other.folder, ACCOUNT), undefined);
    assert.equal(await readAccountPolicies(plane.folder, "210987654321"), undefined);
  });
});
