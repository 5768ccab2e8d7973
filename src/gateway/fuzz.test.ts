import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { signRequest } from "../signature/index.ts";
import { type ApiParts, answerRequest } from "./api.ts";
import { serveAll } from "./served-service.ts";
import { shapeTable } from "./shapes/shape-table.ts";
import { aliceKey, apiParts, fakeOperation, fakeServices } from "./testing/test-gateway.ts";

// Whatever a caller who can sign sends, the answer is never a 5xx. The operations echo their input, so that
// what came in must also be able to go out.

type Message = { readonly service: string; readonly headers: Record<string, string>; readonly body: string };

const json = (operation: string, body: string): Message => ({
  service: "ecs",
  headers: {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
  },
  body,
});
const form = (service: string, body: string): Message => ({
  service,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body,
});

const seeds: readonly Message[] = [
  json(
    "RegisterTaskDefinition",
    '{"family":"web","networkMode":"bridge","containerDefinitions":[{"name":"a","image":"b","cpu":1,"essential":true,"environment":[{"name":"x","value":"y"}],"portMappings":[{"containerPort":80,"hostPort":0}],"dockerLabels":{"a":"b"},"logConfiguration":{"logDriver":"awslogs","options":{"a":"b"}}}],"tags":[{"key":"a","value":"b"}]}',
  ),
  json(
    "SubmitTaskStateChange",
    '{"cluster":"demo","task":"a","status":"RUNNING","reason":"","pullStartedAt":1795541404.637,"containers":[{"containerName":"app","exitCode":3,"networkBindings":[{"bindIP":"0.0.0.0","containerPort":8080,"hostPort":32768,"protocol":"tcp"}]}]}',
  ),
  form(
    "iam",
    "Action=CreateUser&Version=2010-05-08&UserName=alice&Tags.member.1.Key=a&Tags.member.1.Value=b%20c",
  ),
  form(
    "iam",
    "Action=SimulateCustomPolicy&Version=2010-05-08&PolicyInputList.member.1=x&ActionNames.member.1=y&ContextEntries.member.1.ContextKeyName=a&ContextEntries.member.1.ContextKeyValues.member.1=b&MaxItems=3",
  ),
  form("sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=a&RoleSessionName=b&DurationSeconds=900"),
  form(
    "ec2",
    "Action=RunInstances&Version=2016-11-15&MinCount=1&MaxCount=2&UserData=aGk%3D&TagSpecification.1.ResourceType=instance&TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b&EbsOptimized=true",
  ),
  form(
    "ec2",
    "Action=DescribeInstances&Version=2016-11-15&Filter.1.Name=a&Filter.1.Value.1=b&InstanceId.1=i-1",
  ),
];

const spices = [
  "\u0000",
  "\ud800",
  "é",
  "🚢",
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "null",
  "true",
  "-1",
  "1e999",
  "9".repeat(40),
  "&",
  "=",
  ".",
  "%",
  "%00",
  "%ff",
  "+",
  "__proto__",
  "constructor",
  "member",
  ".1",
  ".99999999999",
  '{"a":',
  "[".repeat(99),
  "a".repeat(3000),
  "<",
  "&amp;",
  "\r\n",
  "2010-05-08",
  "entry.1.key=",
] as const;

/** Cuts, repeats, swaps and spices a text. */
const mutation = fc.record({
  kind: fc.constantFrom("cut", "insert", "repeat", "replace", "byte"),
  at: fc.integer({ min: 0, max: 9_999 }).map((part) => part / 10_000),
  length: fc.integer({ min: 1, max: 24 }),
  spice: fc.constantFrom(...spices),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

const mutate = (body: Buffer, { kind, at, length, spice }: Mutation): Buffer => {
  const place = Math.floor(at * body.length);
  const [head, tail] = [body.subarray(0, place), body.subarray(place)];
  const rest = tail.subarray(length);
  switch (kind) {
    case "cut":
      return Buffer.concat([head, rest]);
    case "insert":
      return Buffer.concat([head, Buffer.from(spice), tail]);
    case "replace":
      return Buffer.concat([head, Buffer.from(spice), rest]);
    case "repeat":
      return Buffer.concat([head, tail.subarray(0, length), tail.subarray(0, length), tail]);
    case "byte":
      return Buffer.concat([head, Buffer.from([length * 10]), rest]);
  }
};

describe("mutated requests", () => {
  let parts: ApiParts;
  let close: () => Promise<void>;
  const failures: unknown[] = [];

  before(async () => {
    const echo = async (name: "ecs" | "iam" | "sts" | "ec2") => {
      const file = new URL(`../services/${name}/wire-shapes.data.json`, import.meta.url);
      const wire = JSON.parse(await readFile(file, "utf8")) as { operations: Record<string, unknown> };
      const shapes = shapeTable(wire, name === "ec2");
      const known = Object.keys(wire.operations).filter(
        (operation) => shapes.operation(operation) !== undefined,
      );
      return known.map((operation) => fakeOperation(operation, (input) => input));
    };
    const services = fakeServices({
      ecs: await echo("ecs"),
      iam: await echo("iam"),
      sts: await echo("sts"),
      ec2: await echo("ec2"),
    });
    const made = await apiParts({ log: { error: (fields) => failures.push(fields) } });
    parts = { ...made.parts, services: serveAll(services) };
    close = made.close;
  });
  after(() => close());

  const answer = async (
    message: Message,
    body: Uint8Array,
    spoil: (headers: Record<string, string>) => void = () => {},
  ): Promise<number> => {
    const headers: Record<string, string> = { ...message.headers, host: "127.0.0.1" };
    const signed = signRequest({
      method: "POST",
      url: "http://127.0.0.1/",
      headers,
      body,
      credentials: aliceKey,
      region: "us-east-1",
      service: message.service,
      date: Date.now(),
    });
    for (const [name, value] of Object.entries(signed)) headers[name.toLowerCase()] = value;
    spoil(headers);
    const request = { method: "POST", path: "/", query: "", headers, body };
    const { answer: given } = await answerRequest(parts, request, {
      requestId: "id",
      secureTransport: false,
    });
    return given.status;
  };

  it("are answered without a 5xx", async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (seed, mutations) => {
          const status = await answer(seed, mutations.reduce<Buffer>(mutate, Buffer.from(seed.body)));
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          assert.ok(status < 500);
        },
      ),
      { numRuns: 6000 },
    );
    assert.deepEqual(failures, []);
    // Why: if all were refused, or none, the mutations would be of no use.
    assert.ok(
      (statuses.get(200) ?? 0) > 300 && (statuses.get(400) ?? 0) > 300,
      JSON.stringify([...statuses]),
    );
  });

  it("are answered without a 5xx when their headers are spoilt", async () => {
    const name = fc.constantFrom("authorization", "x-amz-date", "x-amz-target", "content-type", "host");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), name, mutation, async (seed, header, change) => {
        const status = await answer(seed, Buffer.from(seed.body), (headers) => {
          headers[header] = mutate(Buffer.from(headers[header] ?? ""), change).toString("latin1");
        });
        assert.ok(status < 500);
      }),
      { numRuns: 3000 },
    );
    assert.deepEqual(failures, []);
  });
});
