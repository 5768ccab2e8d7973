import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  ACCOUNT,
  type Answer,
  type Key,
  startTestControlPlane,
  type TestControlPlane,
  xmlText,
} from "./testing/control-plane.ts";

const TAGGED = { clusterName: "harbour", tags: [{ key: "team", value: "web" }] };
const HARBOUR = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/harbour`;

const codeOf = ({ text }: Answer): string =>
  String((JSON.parse(text) as { readonly __type?: string }).__type ?? "").replace(/^.*#/, "");

/** What was decided on the calls of one principal. */
const decisionsOf = ({ records }: TestControlPlane, name: string) =>
  records
    .filter(({ principal }) => principal.endsWith(`/${name}`))
    .map(({ action, resource, decision, letThrough }) => [action, resource, decision.allowed, letThrough]);

describe("in audit mode", () => {
  let plane: TestControlPlane;
  let alice: Key;
  before(async () => {
    plane = await startTestControlPlane("audit");
    alice = await plane.user("alice");
  });
  after(() => plane.close());

  it("every answer says so: health, success, refusal and error", async () => {
    const health = await fetch(`${plane.url}/health`);
    assert.equal(((await health.json()) as { readonly iamMode: string }).iamMode, "audit");
    assert.equal(health.headers.get("x-portreeve-iam-mode"), "audit");
    for (const [answer, status] of [
      [await plane.ecs(alice, "ListClusters", {}), 200],
      [await plane.ecs(undefined, "ListClusters", {}), 400],
      [await plane.ecs(alice, "DescribeTasks", { cluster: "nowhere", tasks: ["a"] }), 400],
      [await plane.query(alice, "iam", { Action: "GetUser", UserName: "nobody" }), 404],
    ] as const) {
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.headers.get("x-portreeve-iam-mode"), "audit");
    }
  });

  it("a call of a user without any permission goes through, and all that it lacks is recorded", async () => {
    const bob = await plane.user("bob");
    const answer = await plane.ecs(bob, "CreateCluster", TAGGED);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(decisionsOf(plane, "bob"), [
      ["ecs:CreateCluster", HARBOUR, false, true],
      ["ecs:TagResource", HARBOUR, false, true],
    ]);
    const [record] = plane.records.filter(({ principal }) => principal.endsWith("/bob"));
    assert.equal(record?.requestId, answer.headers.get("x-amzn-requestid"));
    assert.match(record?.message ?? "", /no identity-based policy allows the ecs:CreateCluster action$/);
  });

  it("even an explicit deny goes through and is recorded", async () => {
    const carol = await plane.user("carol", { Effect: "Deny", Action: "ecs:ListClusters", Resource: "*" });
    assert.equal((await plane.ecs(carol, "ListClusters", {})).status, 200);
    const last = plane.records.at(-1);
    assert.deepEqual([last?.decision.outcome, last?.letThrough], ["explicitDeny", true]);
  });

  it("a role that nobody may take on can be taken on, and its session is a known identity", async () => {
    const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
    await plane.query(plane.root, "iam", {
      Action: "CreateRole",
      RoleName: "locked",
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: trust }),
    });
    const { text } = await plane.query(alice, "sts", {
      Action: "AssumeRole",
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/locked`,
      RoleSessionName: "run",
    });
    const session = {
      accessKeyId: xmlText(text, "AccessKeyId"),
      secretAccessKey: xmlText(text, "SecretAccessKey"),
      sessionToken: xmlText(text, "SessionToken"),
    };
    assert.equal((await plane.ecs(session, "ListClusters", {})).status, 200);
    assert.deepEqual(decisionsOf(plane, "run"), [["ecs:ListClusters", "*", false, true]]);
  });

  it("who is not known gets nowhere, and nothing is decided", async () => {
    const before = plane.records.length;
    const wrong = { ...alice, secretAccessKey: `${alice.secretAccessKey.slice(1)}x` };
    const stranger = { ...alice, accessKeyId: "AKIAUNKNOWNUNKNOWN00" };
    const forged = { ...alice, sessionToken: "forged" };
    for (const [key, code] of [
      [undefined, "MissingAuthenticationTokenException"],
      [wrong, "InvalidSignatureException"],
      [stranger, "UnrecognizedClientException"],
      [forged, "UnrecognizedClientException"],
    ] as const) {
      const answer = await plane.ecs(key, "ListClusters", {});
      assert.equal(answer.status, 400);
      assert.equal(codeOf(answer), code);
    }
    const gone = await plane.user("gone");
    await plane.query(plane.root, "iam", {
      Action: "DeleteAccessKey",
      UserName: "gone",
      AccessKeyId: gone.accessKeyId,
    });
    assert.equal(codeOf(await plane.ecs(gone, "ListClusters", {})), "UnrecognizedClientException");
    const added = plane.records.slice(before).filter(({ action }) => action.startsWith("ecs:"));
    assert.deepEqual(added, []);
  });

  it("what is wrong for other reasons stays wrong", async () => {
    const answer = await plane.ecs(alice, "ListTasks", { cluster: "nowhere" });
    assert.equal(codeOf(answer), "ClusterNotFoundException");
  });
});

describe("in enforce mode", () => {
  let plane: TestControlPlane;
  before(async () => {
    plane = await startTestControlPlane("enforce");
  });
  after(() => plane.close());

  it("the same call is refused at the first permission it lacks, which is recorded as enforced", async () => {
    const bob = await plane.user("bob", { Effect: "Allow", Action: "ecs:CreateCluster", Resource: "*" });
    const answer = await plane.ecs(bob, "CreateCluster", TAGGED);
    assert.equal(codeOf(answer), "AccessDeniedException");
    assert.equal(answer.headers.get("x-portreeve-iam-mode"), "enforce");
    assert.deepEqual(decisionsOf(plane, "bob"), [
      ["ecs:CreateCluster", HARBOUR, true, true],
      ["ecs:TagResource", HARBOUR, false, false],
    ]);
    assert.equal(
      (await plane.ecs(plane.root, "DescribeClusters", { clusters: ["harbour"] })).text.includes("MISSING"),
      true,
    );
  });
});
