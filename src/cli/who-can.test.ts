import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { dataFolder } from "./data-folder.ts";
import { readEndpoint } from "./endpoint-file.ts";
import { createIamApi, type IamApi } from "./identities/iam-api.ts";
import { readRootCredentials } from "./root-credentials.ts";

const ACCOUNT = "123456789012";
const data = mkdtempSync(join(tmpdir(), "portreeve-who-can-"));
const main = new URL("./main.ts", import.meta.url).pathname;
const WEB = `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/web:1`;
const PRODUCTION = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/production`;
const INSTANCE_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";

type Outcome = { readonly code: number; readonly output: string; readonly errors: string };
const portreeve = (...args: readonly string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [main, ...args, "--data", data], (error, output, errors) =>
      resolve({ code: error === null ? 0 : Number(error.code), output, errors }),
    );
  });

const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
const RUN_WEB = {
  Sid: "RunWeb",
  Effect: "Allow",
  Action: "ecs:RunTask",
  Resource: `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/web:*`,
  Condition: { ArnEquals: { "ecs:cluster": PRODUCTION } },
};
const TRUST = document({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/team/alice` },
  Action: "sts:AssumeRole",
});

/** alice has a policy of her group, bob one under a boundary, the role an AWS managed one. */
const makeIdentities = async (iam: IamApi): Promise<void> => {
  await iam("CreateUser", { UserName: "alice", Path: "/team/" });
  await iam("CreateGroup", { GroupName: "devs" });
  await iam("AddUserToGroup", { UserName: "alice", GroupName: "devs" });
  await iam("PutGroupPolicy", {
    GroupName: "devs",
    PolicyName: "deploy",
    PolicyDocument: document(
      { Effect: "Allow", Action: "ecs:DescribeTaskDefinition", Resource: "*" },
      RUN_WEB,
    ),
  });
  await iam("CreatePolicy", {
    PolicyName: "boundary",
    PolicyDocument: document({ Effect: "Allow", Action: "ecs:Describe*", Resource: "*" }),
  });
  await iam("CreateUser", {
    UserName: "bob",
    PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
  });
  await iam("PutUserPolicy", {
    UserName: "bob",
    PolicyName: "everything",
    PolicyDocument: document({ Effect: "Allow", Action: "*", Resource: "*" }),
  });
  await iam("CreateRole", { RoleName: "instance", AssumeRolePolicyDocument: TRUST });
  await iam("AttachRolePolicy", { RoleName: "instance", PolicyArn: INSTANCE_POLICY });
};

const up = spawn(
  process.execPath,
  [main, "up", "--data", data, "--port", "0", "--containers", "simulated", "--account", ACCOUNT],
  {
    stdio: ["ignore", "ignore", "pipe"],
  },
);
before(async () => {
  await new Promise<void>((resolve, reject) => {
    let text = "";
    up.stderr.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("portreeve is ready")) resolve();
    });
    up.once("exit", (code) => reject(new Error(`up ended with ${code}: ${text}`)));
  });
  const folder = dataFolder(data);
  await makeIdentities(createIamApi(readEndpoint(folder), readRootCredentials(folder, ACCOUNT)));
});
after(async () => {
  up.kill("SIGTERM");
  if (up.exitCode === null) await new Promise((resolve) => up.once("exit", resolve));
  rmSync(data, { recursive: true, force: true });
});

describe("portreeve can", () => {
  it("says yes, through which statement, and ends with 0", async () => {
    assert.deepEqual(
      await portreeve("can", "alice", "ecs:RunTask", WEB, "--context", `ecs:cluster=${PRODUCTION}`),
      {
        code: 0,
        output: "yes: policy deploy (group devs), statement RunWeb, line 9\n",
        errors: "",
      },
    );
  });

  it("says no, in AWS's words, with the nearest miss, and ends with 1", async () => {
    const { code, output } = await portreeve("can", "alice", "ecs:RunTask", WEB);
    assert.equal(code, 1);
    assert.equal(
      output,
      `no: User: arn:aws:iam::${ACCOUNT}:user/team/alice is not authorized to perform: ecs:RunTask on resource: ${WEB} because no identity-based policy allows the ecs:RunTask action; nearest is policy deploy (group devs), statement RunWeb, line 9, but for ArnEquals ecs:cluster\n`,
    );
  });

  it("knows boundaries, and explains", async () => {
    const { code, output } = await portreeve(
      "can",
      `arn:aws:iam::${ACCOUNT}:user/bob`,
      "ecs:RunTask",
      WEB,
      "--explain",
    );
    assert.equal(code, 1);
    assert.match(output, /because no permissions boundary allows the ecs:RunTask action/);
    assert.match(
      output,
      /^This statement, added to the permissions boundary, would allow exactly this call:$/m,
    );
  });

  it("answers in JSON, for a role by the ARN of its session too", async () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/instance/i-1`;
    const { code, output } = await portreeve(
      "can",
      session,
      "ecs:RegisterContainerInstance",
      PRODUCTION,
      "--json",
    );
    assert.equal(code, 0);
    const answer = JSON.parse(output);
    assert.equal(answer.allowed, true);
    assert.equal(answer.statements[0].policy.arn, INSTANCE_POLICY);
  });

  it("ends with 2 when it can not be asked", async () => {
    const rows: readonly (readonly [args: readonly string[], message: RegExp])[] = [
      [["can", "carol", "ecs:ListClusters"], /no user or role carol/],
      [["can", "alice", "ecs:RunTaks"], /did you mean ecs:RunTask/],
      [["can", "alice", "ecs:RunTask"], /decided on a resource/],
    ];
    for (const [args, message] of rows) {
      const { code, output, errors } = await portreeve(...args);
      assert.deepEqual([code, output], [2, ""]);
      assert.match(errors, message);
    }
  });
});

describe("portreeve who-can", () => {
  it("lists everybody, through which statement, and under which condition", async () => {
    const { code, output } = await portreeve("who-can", "ecs:RunTask", WEB);
    assert.equal(code, 0);
    assert.equal(
      output,
      `user alice\n  by policy deploy (group devs), statement RunWeb, line 9\n  if ArnEquals ecs:cluster: ${PRODUCTION}\nand the account's root user, who needs no policy\n`,
    );
  });

  it("holds a role's trust policy to who wants to assume it", async () => {
    const role = `arn:aws:iam::${ACCOUNT}:role/instance`;
    const { output } = await portreeve("who-can", "sts:AssumeRole", role, "--json");
    const names = JSON.parse(output).map((answer: { principal: { name: string } }) => answer.principal.name);
    assert.deepEqual(names, ["alice"]);
  });

  it("says that nobody can, and ends with 1", async () => {
    const { code, output } = await portreeve(
      "who-can",
      "iam:DeleteUser",
      `arn:aws:iam::${ACCOUNT}:user/alice`,
    );
    assert.deepEqual([code, output], [1, "nobody but the account's root user\n"]);
  });
});
