import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { type Key, startTestControlPlane, type TestControlPlane } from "./testing/control-plane.ts";

const main = fileURLToPath(new URL("../../bin/portreeve.mjs", import.meta.url));
const TEAM = [{ key: "team", value: "web" }];

type Printed = { readonly code: number; readonly stdout: string; readonly stderr: string };

describe("portreeve missing and used", { concurrency: 2 }, () => {
  let plane: TestControlPlane;
  let alice: Key;
  before(async () => {
    plane = await startTestControlPlane("audit");
    alice = await plane.user(
      "alice",
      { Sid: "Make", Effect: "Allow", Action: "ecs:CreateCluster", Resource: "*" },
      { Sid: "Idle", Effect: "Allow", Action: "ecs:StopTask", Resource: "*" },
    );
    for (const clusterName of ["one", "two"])
      await plane.ecs(alice, "CreateCluster", { clusterName, tags: TEAM });
    const bob = await plane.user("bob", { Effect: "Deny", Action: "ecs:ListClusters", Resource: "*" });
    await plane.ecs(bob, "ListClusters", {});
    await plane.flush();
  });
  after(() => plane.close());

  const portreeve = (...args: readonly string[]): Promise<Printed> =>
    new Promise((resolve) => {
      execFile(process.execPath, [main, ...args, "--data", plane.folder.path], (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });

  it("print a policy that the API takes as it is, and say beside it what to do with it", async () => {
    const { stdout, stderr } = await portreeve("missing", "--policy", "--principal", "alice");
    assert.match(stderr, /aws iam put-user-policy --user-name alice/);
    assert.deepEqual(JSON.parse(stdout).Statement, [
      {
        Effect: "Allow",
        Action: "ecs:TagResource",
        Resource: ["one", "two"].map((name) => `arn:aws:ecs:us-east-1:123456789012:cluster/${name}`),
        Condition: { StringEquals: { "ecs:CreateAction": "CreateCluster" } },
      },
    ]);
    await plane.user("dora");
    const put = await plane.query(plane.root, "iam", {
      Action: "PutUserPolicy",
      UserName: "dora",
      PolicyName: "missing",
      PolicyDocument: stdout,
    });
    assert.equal(put.status, 200, put.text);
  });

  it("say plainly what no policy mends", async () => {
    const { stdout, stderr } = await portreeve("missing", "--policy", "--principal", "user/bob");
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /ecs:ListClusters: no statement can allow it.*policy own \(inline, user bob\), statement 1/,
    );
  });

  it("tell everything as JSON, of every principal", async () => {
    const reports = JSON.parse((await portreeve("missing", "--json")).stdout);
    assert.deepEqual(
      reports.map(({ principal }: { principal: string }) => principal.replace(/.*:/, "")),
      ["user/alice", "user/bob"],
    );
    const [{ permissions, policies }] = reports;
    assert.deepEqual([permissions[0].count, permissions[0].enforced, permissions[0].mendable], [2, 0, true]);
    assert.match(permissions[0].first, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.equal(policies.length, 1);
  });

  it("tell what was used, and by which statements it was not", async () => {
    const [report, ...others] = JSON.parse(
      (await portreeve("used", "--json", "--principal", "alice")).stdout,
    );
    assert.deepEqual(others, []);
    assert.deepEqual(
      report.permissions.map(({ action }: { action: string }) => action),
      ["ecs:CreateCluster"],
    );
    assert.deepEqual(
      report.unusedStatements.map(({ sid }: { sid: string }) => sid),
      ["Idle"],
    );
    // Root made everything here, and is left out unless it is named.
    assert.doesNotMatch((await portreeve("used")).stdout, /root/);
    assert.match((await portreeve("used", "--principal", "root")).stdout, /^root root/);
  });

  it("end with 1 and one line on what they do not understand", async () => {
    for (const [args, line] of [
      [
        ["missing", "--principal", "carol"],
        /^portreeve: nothing that carol was denied is recorded; there is something of user\/alice, user\/bob\n$/,
      ],
      [["missing", "--since", "yesterday"], /^portreeve: --since is a moment/],
      [["used", "--resources", "everything"], /^portreeve: --resources is exact, family or service/],
    ] as const) {
      const { code, stdout, stderr } = await portreeve(...args);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, line);
    }
  });
});
