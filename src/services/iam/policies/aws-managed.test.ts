import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { compilePolicy } from "../../../authorization/index.ts";
import { awsManagedPolicies, awsManagedPolicy } from "./aws-managed.ts";

const script = new URL("../../../../scripts/extract-managed-policies.mjs", import.meta.url);

describe("the AWS managed policies", () => {
  it("are those of the package that collects AWS's documents", async () => {
    const { extractManagedPolicies, renderManagedPolicies } = await import(script.href);
    const data = readFileSync(new URL("./managed-policies.data.json", import.meta.url), "utf8");
    assert.equal(data, renderManagedPolicies(extractManagedPolicies()));
  });

  it("all compile", () => {
    for (const { name, arn, document } of awsManagedPolicies().values()) {
      compilePolicy(document, { kind: "managed", name, arn });
    }
  });

  it("hold those that ECS is set up with, and the job functions", () => {
    for (const path of [
      "AdministratorAccess",
      "PowerUserAccess",
      "ReadOnlyAccess",
      "job-function/ViewOnlyAccess",
      "AmazonECS_FullAccess",
      "service-role/AmazonEC2ContainerServiceforEC2Role",
      "service-role/AmazonEC2ContainerServiceRole",
      "service-role/AmazonECSTaskExecutionRolePolicy",
      "aws-service-role/AmazonECSServiceRolePolicy",
      "aws-service-role/AWSElasticLoadBalancingServiceRolePolicy",
    ]) {
      assert.ok(awsManagedPolicy(`arn:aws:iam::aws:policy/${path}`), path);
    }
  });

  it("are found in every partition, and tell name and path apart", () => {
    const found = awsManagedPolicy(
      "arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    );
    assert.equal(found?.name, "AmazonECSTaskExecutionRolePolicy");
    assert.equal(found?.path, "/service-role/");
    assert.equal(awsManagedPolicy("arn:aws:iam::123456789012:policy/AdministratorAccess"), undefined);
  });
});
