import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { OperationShape } from "../shapes/shape.ts";
import { shapeTable } from "../shapes/shape-table.ts";
import type { WireShapes } from "../shapes/wire-shapes.ts";
import { arbitraryStructure } from "../testing/arbitrary-value.ts";
import { awsJson } from "./aws-json.ts";
import { awsQuery } from "./aws-query.ts";
import { ec2Query } from "./ec2-query.ts";
import type { Protocol } from "./protocol.ts";

// The law: what the official client writes is what the operation reads, and what the operation answers is
// what the official client gives its caller. For every operation whose shapes are kept.

type Client = { send: (command: unknown) => Promise<Record<string, unknown>> };
type ClientModule = Readonly<Record<string, new (input: unknown) => unknown>>;
type HttpRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
};

const services: readonly { name: string; client: string; protocol: Protocol }[] = [
  { name: "ecs", client: "ECSClient", protocol: awsJson("AmazonEC2ContainerServiceV20141113") },
  {
    name: "iam",
    client: "IAMClient",
    protocol: awsQuery("2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"),
  },
  {
    name: "sts",
    client: "STSClient",
    protocol: awsQuery("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
  },
  {
    name: "ec2",
    client: "EC2Client",
    protocol: ec2Query("2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15/"),
  },
];

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Copies without what the wire does not carry: prototypes, empty collections, and tokens the client adds. */
const plain = (value: unknown, keepEmpty: boolean): unknown => {
  if (Array.isArray(value)) return value.map((entry) => plain(entry, keepEmpty));
  if (value instanceof Date || value instanceof Uint8Array || typeof value !== "object" || value === null)
    return value;
  const entries = Object.entries(value)
    .filter(([name, entry]) => entry !== undefined && name !== "$metadata" && !/^[cC]lientToken$/.test(name))
    .map(([name, entry]) => [name, plain(entry, keepEmpty)] as const)
    .filter(([, entry]) => keepEmpty || !isEmpty(entry));
  return Object.fromEntries(entries);
};

const isEmpty = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  !(value instanceof Date) &&
  !(value instanceof Uint8Array) &&
  Object.keys(value).length === 0;

for (const { name, client: clientName, protocol } of services) {
  describe(`the official ${name} client and the gateway understand each other in`, async () => {
    const file = new URL(`../../services/${name}/wire-shapes.data.json`, import.meta.url);
    const wire = JSON.parse(await readFile(file, "utf8")) as WireShapes;
    const shapes = shapeTable(wire, name === "ec2");
    const module = (await import(`@aws-sdk/client-${name}`)) as ClientModule;

    let serve: (request: HttpRequest) => string = () => "";
    const make = module[clientName];
    assert.ok(make);
    const client = new make({
      region: "eu-west-1",
      endpoint: "http://127.0.0.1:1",
      credentials: { accessKeyId: "AKIA0", secretAccessKey: "secret" },
      maxAttempts: 1,
      requestHandler: {
        handle: async (request: HttpRequest) => ({
          response: { statusCode: 200, headers: {}, reason: "OK", body: Buffer.from(serve(request)) },
        }),
      },
    }) as Client;

    const operations = Object.keys(wire.operations)
      .map((operation) => shapes.operation(operation))
      .filter((operation): operation is OperationShape => operation !== undefined);

    for (const operation of operations) {
      const command = module[`${operation.name}Command`];
      it(operation.name, async () => {
        assert.ok(command);
        const codec = protocol.compile(operation);
        const input = operation.input === undefined ? fc.constant({}) : arbitraryStructure(operation.input);
        const output =
          operation.output === undefined ? fc.constant({}) : arbitraryStructure(operation.output);
        await fc.assert(
          fc.asyncProperty(input, output, async (sent, answered) => {
            let read: unknown;
            serve = ({ method, path, headers, body }) => {
              const asked = protocol.ask({
                method,
                path,
                query: "",
                headers: lowerCased(headers),
                body: typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array(0)),
              });
              assert.equal(asked.operation, operation.name);
              read = codec.read(asked.parameters);
              return codec.write(answered, "11111111-2222-3333-4444-555555555555");
            };
            const received = await client.send(new command(sent));
            const exact = name === "ecs";
            assert.deepEqual(plain(read, exact), plain(sent, exact));
            assert.deepEqual(plain(received, exact), plain(answered, exact));
          }),
          { numRuns: 4 },
        );
      });
    }
  });
}
