import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import type { ControlPlane, Service } from "../operation/index.ts";
import { ec2 } from "../services/ec2/index.ts";
import { ecs } from "../services/ecs/index.ts";
import { elbClassic, elbV2 } from "../services/elb/index.ts";
import { createPolicyLayers, ensureAccount, iam } from "../services/iam/index.ts";
import { createCredentialResolver, createSessionIssuer, sts } from "../services/sts/index.ts";
import { signRequest } from "../signature/index.ts";
import { openMemoryStorage, openState } from "../state/index.ts";
import { realWorld } from "../world.ts";
import { type ApiParts, answerRequest } from "./api.ts";
import { serveAll } from "./served-service.ts";
import type { OperationShape } from "./shapes/shape.ts";
import { shapeTable } from "./shapes/shape-table.ts";
import { arbitraryStructure } from "./testing/arbitrary-value.ts";
import { encodeForm, encodeJson } from "./testing/encode-input.ts";

// The real services behind the real door: whatever root sends to any operation, in the form that the operation
// expects or nearly so, the answer is never a 5xx.

const accountId = "123456789012";
const policy =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecs:*","Resource":"*","Principal":{"Service":"ecs-tasks.amazonaws.com"}}]}';

/** Names that operations of a run come back to, so that some of them find what others made. */
const words = fc.constantFrom(
  ...[
    "demo",
    "alice",
    "web",
    "web:1",
    "",
    "*",
    "/",
    "/a/",
    "a:b",
    "key",
    "0",
    "256",
    "tcp",
    "__proto__",
    "é",
    "x".repeat(300),
  ],
  ...[
    "cluster/demo",
    "task-definition/web:1",
    "task/demo/0123456789abcdef0123456789abcdef",
    "service/demo/web",
  ].map((resource) => `arn:aws:ecs:us-east-1:${accountId}:${resource}`),
  ...["role/demo", "user/alice", "policy/demo", "instance-profile/demo", "group/demo"].map(
    (resource) => `arn:aws:iam::${accountId}:${resource}`,
  ),
  ...[
    "loadbalancer/app/web/0123456789abcdef",
    "listener/app/web/0123456789abcdef/0123456789abcdef",
    "listener-rule/app/web/0123456789abcdef/0123456789abcdef/0123456789abcdef",
    "targetgroup/web/0123456789abcdef",
  ].map((resource) => `arn:aws:elasticloadbalancing:us-east-1:${accountId}:${resource}`),
  ...[
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    policy,
    policy.slice(0, 50),
    "{}",
    "ecs.amazonaws.com",
    "i-0123456789abcdef0",
  ],
  ...[
    "ami-0ec5000000000000e",
    "m5.large",
    "Project=1",
    "attribute:ecs.os-type == linux",
    "ecs:ListClusters",
    "v1",
  ],
);

type Target = { readonly service: Service; readonly shape: OperationShape };
const versionOf = ({ protocol }: Service): string => ("version" in protocol ? protocol.version : "");

type Attempt = { readonly target: Target; readonly input: Record<string, unknown>; readonly cut: number };

const bodyOf = ({ target: { service, shape }, input, cut }: Attempt): Buffer => {
  const { protocol } = service;
  const text =
    protocol.kind === "awsJson1.1"
      ? encodeJson(input)
      : encodeForm(shape.name, protocol.version, shape.input, input, protocol.kind === "ec2Query");
  return Buffer.from(cut < text.length ? text.slice(0, cut) + text.slice(cut + 1) : text);
};

describe("every operation", async () => {
  const services: readonly Service[] = [ecs, elbV2, elbClassic, ec2, iam, sts];
  const targets: Target[] = [];
  for (const service of services) {
    const shapes = shapeTable(await service.schemas(), service.name === "ec2");
    for (const { name } of service.operations) {
      const shape = shapes.operation(name);
      assert.ok(shape, name);
      targets.push({ service, shape });
    }
  }

  const failures: Readonly<Record<string, unknown>>[] = [];
  let parts: ApiParts;
  let root: { readonly accessKeyId: string; readonly secretAccessKey: string };
  before(async () => {
    const state = await openState({ storage: openMemoryStorage() });
    const issuer = createSessionIssuer({ key: realWorld.randomBytes(32), world: realWorld });
    const plane: ControlPlane = {
      state,
      world: realWorld,
      authority: { ...createPolicyLayers(), mode: "enforce", record: () => {} },
      environment: { endpoint: "http://127.0.0.1:4566", issueSession: issuer.issueSession },
    };
    root = await state.transact((transaction) => ensureAccount(transaction, { accountId, world: realWorld }));
    parts = {
      plane,
      services: serveAll(services),
      resolveCredentials: createCredentialResolver(issuer),
      log: { error: (fields) => failures.push(fields) },
    };
  });
  after(() => parts.plane.state.close());

  const send = async (attempt: Attempt): Promise<number> => {
    const { service, shape } = attempt.target;
    const { protocol } = service;
    const headers: Record<string, string> = { host: "127.0.0.1" };
    if (protocol.kind === "awsJson1.1") headers["x-amz-target"] = `${protocol.targetPrefix}.${shape.name}`;
    const body = bodyOf(attempt);
    const date = Date.now();
    const scope = { credentials: root, region: "us-east-1", service: service.name, date };
    const signed = signRequest({ method: "POST", url: "http://127.0.0.1/", headers, body, ...scope });
    for (const [name, value] of Object.entries(signed)) headers[name.toLowerCase()] = value;
    const request = { method: "POST", path: "/", query: "", headers, body };
    const facts = { requestId: "00000000-0000-4000-8000-000000000000", secureTransport: false };
    return (await answerRequest(parts, request, facts)).answer.status;
  };

  for (const target of targets) {
    it(`${target.service.name}:${target.shape.name} ${versionOf(target.service)}`, async () => {
      const input =
        target.shape.input === undefined ? fc.constant({}) : arbitraryStructure(target.shape.input, 0, words);
      // Mostly whole, sometimes with a character missing somewhere.
      const cut = fc.oneof({ weight: 4, arbitrary: fc.constant(1e6) }, { weight: 1, arbitrary: fc.nat(400) });
      await fc.assert(
        fc.asyncProperty(input, cut, async (given, place) => {
          failures.length = 0;
          const status = await send({ target, input: given, cut: place });
          assert.ok(
            status < 500,
            String(failures[0]?.["err"] instanceof Error ? failures[0]["err"].stack : status),
          );
        }),
        { numRuns: 25 },
      );
    });
  }
});
