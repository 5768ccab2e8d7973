import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsManagedPolicy } from "../../services/iam/policies/aws-managed.ts";
import { type LintOptions, lintPolicies, ROLES, type RolePurpose } from "../index.ts";
import { meaningOf } from "../reference/actions.ts";

const AWS_OWN: readonly (readonly [purpose: RolePurpose, arn: string])[] = [
  ["container-instance", "AmazonEC2ContainerServiceforEC2Role"],
  ["service", "AmazonEC2ContainerServiceRole"],
  ["task-execution", "AmazonECSTaskExecutionRolePolicy"],
  ["events", "AmazonEC2ContainerServiceEventsRole"],
  ["autoscaling", "AmazonEC2ContainerServiceAutoscaleRole"],
];
const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
});
const policy = (Action: readonly string[], others: object = {}) => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action, Resource: "*", ...others },
});
const lint = (documents: readonly object[], options: LintOptions = {}) =>
  lintPolicies(
    documents.map((document, index) => ({ name: `${index}.json`, text: JSON.stringify(document) })),
    options,
  );
const codes = (...args: Parameters<typeof lint>) => lint(...args).map(({ code }) => code);

describe("roles", () => {
  it("name actions that exist", () => {
    for (const { needs, features, excess, tellTale } of Object.values(ROLES))
      for (const action of [...[...needs, ...features, ...excess].map((one) => one.action), ...tellTale]) {
        const meaning = meaningOf(action);
        assert.ok(meaning.kind === "actions" && meaning.actions.length === 1, action);
      }
  });

  for (const [purpose, name] of AWS_OWN)
    it(`AWS's own ${name} can do what a ${purpose} role must`, () => {
      const document = awsManagedPolicy(`arn:aws:iam::aws:policy/service-role/${name}`)?.document ?? "";
      const found = lintPolicies([{ name, text: document }], { role: purpose });
      const lacking = found.filter(
        ({ code }) => code === "role-lacks-permission" || code === "role-lacks-feature",
      );
      assert.deepEqual(
        lacking.map(({ message }) => message),
        [],
      );
    });

  it("are told what they lack", () => {
    const found = lint([policy(["ecs:Poll"])], { role: "container-instance" });
    const lacking = found
      .filter(({ code }) => code === "role-lacks-permission")
      .map(({ message }) => message);
    for (const { action } of ROLES["container-instance"].needs)
      assert.equal(
        lacking.some((message) => message.includes(`${action}:`)),
        action !== "ecs:Poll",
        action,
      );
  });

  it("lack what is granted where it never matches", () => {
    const document = policy(["ecs:DiscoverPollEndpoint"], { Resource: "arn:aws:ecs:*:*:cluster/web" });
    assert.ok(
      lint([document], { role: "container-instance" }).some(({ message }) =>
        message.includes("lacks ecs:DiscoverPollEndpoint"),
      ),
    );
  });

  it("are made of all policies together", () => {
    const [first, ...rest] = ROLES.events.needs.map(({ action }) => policy([action]));
    assert.ok(first);
    assert.ok(codes([first], { role: "events" }).includes("role-lacks-permission"));
    assert.ok(!codes([first, ...rest, trust("events.amazonaws.com")]).includes("role-lacks-permission"));
  });

  it("are recognized by whom they trust and what they can do", () => {
    const told = (service: string, actions: readonly string[]) =>
      lint([trust(service), policy(actions)]).find(({ code }) => code.startsWith("role-"))?.message;
    assert.match(told("ec2.amazonaws.com", ["ecs:Poll"]) ?? "", /container instance role/);
    assert.match(
      told("ecs.amazonaws.com", ["elasticloadbalancing:RegisterTargets"]) ?? "",
      /service scheduler role/,
    );
    assert.match(told("ecs-tasks.amazonaws.com", ["ecr:BatchGetImage"]) ?? "", /task execution role/);
    assert.match(told("events.amazonaws.com", ["ecs:RunTask"]) ?? "", /EventBridge role/);
    assert.equal(told("ec2.amazonaws.com", ["s3:GetObject"]), undefined);
    assert.equal(told("lambda.amazonaws.com", ["ecs:Poll"]), undefined);
  });

  it("must be trusted to those who use them", () => {
    const documents = [trust("lambda.amazonaws.com"), policy(["elasticloadbalancing:*", "ec2:*"])];
    assert.ok(codes(documents, { role: "service" }).includes("trust-unknown-service"));
    assert.ok(
      !codes([trust("ecs.amazonaws.com"), documents[1] ?? {}], { role: "service" }).includes(
        "trust-unknown-service",
      ),
    );
  });

  it("have no use for what is not theirs", () => {
    const message = (purpose: RolePurpose, action: string) =>
      lint([policy([action])], { role: purpose }).find(({ code }) => code === "role-excess")?.message;
    assert.match(message("container-instance", "ecs:CreateCluster") ?? "", /ecs:CreateCluster/);
    assert.match(message("service", "ec2:AuthorizeSecurityGroupIngress") ?? "", /does not open ports/);
    assert.equal(message("container-instance", "ecs:Poll"), undefined);
  });

  it("of an old kind are told of their successors", () => {
    assert.ok(codes([policy(["elasticloadbalancing:*"])], { role: "service" }).includes("role-deprecated"));
    assert.ok(!codes([policy(["ecr:*"])], { role: "task-execution" }).includes("role-deprecated"));
  });

  it("in an answer of the IAM API are looked at one by one", () => {
    const role = (
      RoleName: string,
      service: string,
      actions: readonly string[],
      attached: readonly object[] = [],
    ) => ({
      RoleName,
      AssumeRolePolicyDocument: trust(service),
      RolePolicyList: [
        { PolicyName: "p", PolicyDocument: encodeURIComponent(JSON.stringify(policy(actions))) },
      ],
      AttachedManagedPolicies: attached,
    });
    const text = JSON.stringify({
      RoleDetailList: [
        role("instance", "ec2.amazonaws.com", ["ecs:Poll"]),
        role("other", "ecs.amazonaws.com", ["s3:GetObject"]),
        role(
          "more",
          "ec2.amazonaws.com",
          ["ecs:Poll"],
          [{ PolicyName: "x", PolicyArn: "arn:aws:iam::1:policy/x" }],
        ),
      ],
    });
    const lacking = lintPolicies([{ name: "details.json", text }]).filter(
      ({ code }) => code === "role-lacks-permission",
    );
    assert.ok(lacking.length > 0);
    assert.ok(lacking.every(({ document }) => document?.startsWith("RoleDetailList[0].")));
  });
});
