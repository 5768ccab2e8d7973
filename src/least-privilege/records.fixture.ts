import fc from "fast-check";
import {
  compilePolicy,
  decide,
  denialMessage,
  explain,
  type PolicyLayers,
  policySet,
} from "../authorization/index.ts";
import type { DecisionRecord } from "../operation/index.ts";

/** The account of these records. */
export const ACCOUNT = "123456789012";

/** `arn:aws:ecs:us-east-1:123456789012:` and then `resource`. */
export const ecsArn = (resource: string): string => `arn:aws:ecs:us-east-1:${ACCOUNT}:${resource}`;

/** The ARN of a session of the role `deployer`, whose path is `/ci/`. */
export const sessionArn = (name: string): string => `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/${name}`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/ci/deployer`;
export const ALICE_ARN = `arn:aws:iam::${ACCOUNT}:user/alice`;

/** Layers of which each is a policy of the given statements. */
export const layersOf = (parts: {
  readonly identity?: readonly object[];
  readonly boundary?: readonly object[];
}): PolicyLayers => {
  const setOf = (kind: "inline" | "boundary", statements: readonly object[]) =>
    policySet([
      compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2), {
        kind,
        name: `the-${kind}`,
        attachedTo: "user alice",
      }),
    ]);
  const identity = setOf(
    "inline",
    parts.identity ?? [{ Effect: "Deny", Action: "none:None", Resource: "*" }],
  );
  return parts.boundary === undefined
    ? { identity }
    : { identity, boundary: setOf("boundary", parts.boundary) };
};

/** A call of a test: what it asks, and what a test wants to be different about who asks. */
export type TestCall = {
  readonly action: string;
  readonly resource: string;
  readonly context?: DecisionRecord["context"];
  readonly principal?: string;
  readonly operation?: string;
  readonly at?: number;
  readonly requestId?: string;
  readonly letThrough?: boolean;
};

/** The record of a call, decided by the engine itself as `invoke` has it decided. */
export const recordOf = (call: TestCall, layers: PolicyLayers = layersOf({})): DecisionRecord => {
  const { action, resource, principal = ALICE_ARN, context = {} } = call;
  const type = principal.includes(":assumed-role/") ? "AssumedRole" : "User";
  const question = {
    principal: {
      type,
      arn: principal,
      accountId: ACCOUNT,
      ...(type === "AssumedRole" && { roleArn: ROLE_ARN }),
    },
    action,
    resource,
    context,
  } as const;
  const decision = decide(question, layers);
  return {
    requestId: call.requestId ?? "request",
    at: call.at ?? 1_795_543_200_000,
    operation: call.operation ?? action,
    region: "us-east-1",
    principal,
    accountId: ACCOUNT,
    action,
    resource,
    decision,
    letThrough: decision.allowed || (call.letThrough ?? false),
    context,
    ...(!decision.allowed && {
      message: denialMessage(question, decision),
      explanation: explain(question, layers),
    }),
  };
};

const name = fc.constantFrom("web", "batch", "a", "x*", "q?", "$", "${y}", "é b");
const cluster = fc.constantFrom("harbour", "shipyard");
const id = fc.constantFrom("0a".repeat(16), "1b".repeat(16), "2c".repeat(16));
const tag = fc.record({ "aws:ResourceTag/team": fc.constantFrom("a", "b"), "ecs:ResourceTag/team": name });
const clusterKey = cluster.map((each) => ({ "ecs:cluster": ecsArn(`cluster/${each}`) }));

/** Calls of all the shapes that ECS has: with and without resources, keys that tell of them, tags, odd names. */
export const anyCall: fc.Arbitrary<TestCall> = fc.oneof(
  fc.record({
    action: fc.constantFrom("ecs:ListClusters", "ecs:DescribeTaskDefinition"),
    resource: fc.constant("*"),
  }),
  fc.record({
    action: fc.constantFrom("ecs:RunTask", "ecs:DeleteTaskDefinitions"),
    resource: fc
      .tuple(name, fc.nat(3))
      .map(([family, revision]) => ecsArn(`task-definition/${family}:${revision}`)),
    context: fc
      .tuple(clusterKey, tag, fc.constantFrom("true", "false"))
      .map(([one, other, exec]) => ({ ...one, ...other, "ecs:enable-execute-command": exec })),
  }),
  fc.record({
    action: fc.constantFrom("ecs:StopTask", "ecs:DescribeTasks", "ecs:TagResource"),
    resource: fc.tuple(cluster, id).map(([one, other]) => ecsArn(`task/${one}/${other}`)),
    context: fc.oneof(clusterKey, fc.constant({})),
  }),
  fc.record({
    action: fc.constant("iam:PassRole"),
    resource: name.map((role) => `arn:aws:iam::${ACCOUNT}:role/${role}`),
    context: fc.constantFrom("ecs-tasks.amazonaws.com", "ec2.amazonaws.com").map((service) => ({
      "iam:PassedToService": service,
    })),
  }),
);
