import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Setting } from "@aws-sdk/client-ecs";
import type { Caller } from "../../../operation/index.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { ALICE, openTestPlane, SCOPE, type TestPlane } from "../testing/test-plane.ts";
import { deleteAccountSetting } from "./delete-account-setting.ts";
import { listAccountSettings } from "./list-account-settings.ts";
import { putAccountSetting, putAccountSettingDefault } from "./put-account-setting.ts";

const ROOT = "arn:aws:iam::123456789012:root";
const ROLE = "arn:aws:iam::123456789012:role/deploy";

const SESSION: Caller = {
  principal: {
    type: "AssumedRole",
    arn: "arn:aws:sts::123456789012:assumed-role/deploy/ci",
    accountId: SCOPE.accountId,
    roleArn: ROLE,
  },
  userId: "AROADEPLOY:ci",
};

const effective = async (plane: TestPlane, caller: Caller = ALICE): Promise<Record<string, string>> => {
  const all: Setting[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await plane.call(listAccountSettings, { effectiveSettings: true, nextToken }, { caller });
    all.push(...(answer.settings ?? []));
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
};

describe("account settings", () => {
  it("are what AWS gives a new account", async () => {
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
    assert.deepEqual(await effective(await openTestPlane()), {
      awsvpcTrunking: "disabled",
      containerInsights: "disabled",
      containerInstanceLongArnFormat: "enabled",
      defaultLogDriverMode: "non-blocking",
      fargateEventWindows: "disabled",
      fargateFIPSMode: "disabled",
      fargateTaskRetirementWaitPeriod: "7",
      guardDutyActivate: "off",
      serviceLongArnFormat: "enabled",
      tagResourceAuthorization: "on",
      taskLongArnFormat: "enabled",
    });
  });

  it("of a principal win over the account's, which win over AWS's", async () => {
    const plane = await openTestPlane();
    const name = "containerInsights";
    const set = await plane.call(putAccountSettingDefault, { name, value: "enabled" });
    assert.deepEqual(set.setting, { name, value: "enabled", principalArn: ROOT, type: "user" });
    assert.equal((await effective(plane))[name], "enabled");
    await plane.call(putAccountSetting, { name, value: "enhanced" });
    assert.equal((await effective(plane))[name], "enhanced");
    assert.equal((await effective(plane, SESSION))[name], "enabled");
    const deleted = await plane.call(deleteAccountSetting, { name });
    assert.deepEqual(deleted.setting, {
      name,
      value: "enhanced",
      principalArn: ALICE.principal.arn,
      type: "user",
    });
    assert.equal((await effective(plane))[name], "enabled");
  });

  it("belong to the role of a session, not to the session", async () => {
    const plane = await openTestPlane();
    const { setting } = await plane.call(
      putAccountSetting,
      { name: "awsvpcTrunking", value: "enabled" },
      { caller: SESSION },
    );
    assert.equal(setting?.principalArn, ROLE);
    const listed = await plane.call(listAccountSettings, { principalArn: ROLE });
    assert.deepEqual(listed.settings, [setting]);
    assert.deepEqual((await plane.call(listAccountSettings, {})).settings, []);
  });

  it("of a federated user are the account's, and not its to change", async () => {
    const plane = await openTestPlane();
    const arn = "arn:aws:sts::123456789012:federated-user/bob";
    const caller: Caller = {
      principal: { type: "FederatedUser", arn, accountId: SCOPE.accountId },
      userId: "123456789012:bob",
    };
    await plane.call(putAccountSettingDefault, { name: "awsvpcTrunking", value: "enabled" });
    assert.equal((await effective(plane, caller))["awsvpcTrunking"], "enabled");
    await rejectsWith(
      plane.call(putAccountSetting, { name: "awsvpcTrunking", value: "disabled" }, { caller }),
      "InvalidParameterException",
      /Federated/,
    );
  });

  it("can be asked for by name and value", async () => {
    const plane = await openTestPlane();
    const { settings } = await plane.call(listAccountSettings, {
      name: "taskLongArnFormat",
      value: "enabled",
      effectiveSettings: true,
    });
    assert.deepEqual(
      settings?.map(({ name }) => name),
      ["taskLongArnFormat"],
    );
    await rejectsWith(
      plane.call(listAccountSettings, { value: "enabled" }),
      "InvalidParameterException",
      /name/,
    );
  });

  it("are decided on everything, by name", async () => {
    const plane = await openTestPlane();
    await plane.call(putAccountSetting, { name: "awsvpcTrunking", value: "enabled" });
    const [decision] = plane.decisions;
    assert.deepEqual([decision?.action, decision?.resource], ["ecs:PutAccountSetting", "*"]);
    assert.equal(decision?.context["ecs:account-setting"], "awsvpcTrunking");
  });

  for (const [what, input, text] of [
    // https://github.com/aws/aws-cli/issues/3785
    ["a value in capitals", { name: "taskLongArnFormat", value: "ENABLED" }, "Invalid setting 'value'"],
    ["a name that is none", { name: "color", value: "enabled" }, "Invalid setting 'name'"],
    ["a name of every object", { name: "toString", value: "enabled" }, "Invalid setting 'name'"],
    [
      "short ARNs",
      { name: "taskLongArnFormat", value: "disabled" },
      "You can no longer disable Long Arn settings",
    ],
    [
      "tagging without permission",
      { name: "tagResourceAuthorization", value: "off" },
      "Invalid setting 'value'",
    ],
    ["a setting of AWS's own", { name: "guardDutyActivate", value: "on" }, /managed by AWS/],
    [
      "somebody of another account",
      { name: "awsvpcTrunking", value: "enabled", principalArn: "arn:aws:iam::999999999999:root" },
      "Invalid principal arn",
    ],
    [
      "a principal that is none",
      { name: "awsvpcTrunking", value: "enabled", principalArn: "alice" },
      "Invalid principal arn",
    ],
  ] as const) {
    it(`refuse ${what}`, async () => {
      const plane = await openTestPlane();
      const call = plane.call(
        putAccountSetting,
        input as Parameters<typeof putAccountSetting.run>[0]["input"],
      );
      await rejectsWith(call, "InvalidParameterException", text);
    });
  }
});
