import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { errorOf, send } from "../testing/send.ts";
import { fakeOperation, fakeServices, startTestGateway, type TestGateway } from "../testing/test-gateway.ts";
import { badJson, register } from "./bad-json.cases.ts";
import { badQuery, iam } from "./bad-query.cases.ts";

describe("an input that can't be", () => {
  let gateway: TestGateway;
  const ran: string[] = [];
  const operations = (...names: readonly string[]) =>
    names.map((name) =>
      fakeOperation(name, () => {
        ran.push(name);
        return {};
      }),
    );
  before(async () => {
    gateway = await startTestGateway({
      services: fakeServices({
        ecs: operations(register, "DescribeTasks"),
        iam: operations("CreateUser", "ListUsers", "UpdateAccessKey"),
        sts: [],
        ec2: operations("RunInstances"),
      }),
    });
  });
  after(() => gateway.close());

  for (const row of [...badJson, ...badQuery]) {
    it(`${row.service}: ${row.name}`, async () => {
      const json = row.contentType ?? "application/x-amz-json-1.1";
      const got = await send(gateway.url, {
        service: row.service,
        body: row.body,
        headers:
          row.service === "ecs"
            ? { "content-type": json, "x-amz-target": `AmazonEC2ContainerServiceV20141113.${row.target}` }
            : { "content-type": "application/x-www-form-urlencoded" },
      });
      const error = errorOf(got.text);
      assert.deepEqual([got.status, error.code], [row.status ?? 400, row.code], got.text);
      assert.ok(error.message.startsWith(row.message), error.message);
      assert.deepEqual(ran, []);
      assert.deepEqual(gateway.logged, []);
    });
  }

  it("a service that is not there", async () => {
    const got = await send(gateway.url, { service: "s3", headers: {}, body: "" });
    assert.deepEqual(
      [got.status, errorOf(got.text)],
      [
        400,
        { code: "NotImplemented", message: "portreeve does not serve s3; it serves: ec2, ecs, iam, sts" },
      ],
    );
  });
});

describe("an input that looks odd but can be", () => {
  it("reaches the operation as it was written", async () => {
    const seen: unknown[] = [];
    const keep = (name: string) => fakeOperation(name, (input) => seen.push(input) && undefined);
    const gateway = await startTestGateway({
      services: fakeServices({ ecs: [keep(register)], iam: [keep("CreateUser")], sts: [], ec2: [] }),
    });
    const headers = {
      "content-type": "application/json",
      "x-amz-target": `AmazonEC2ContainerServiceV20141113.${register}`,
    };
    await send(gateway.url, {
      headers,
      body: '{"__proto__":{"family":"x"},"family":"a","containerDefinitions":[{"dockerLabels":{"__proto__":"b"},"cpu":1.9,"unknown":[1]}]}',
    });
    await send(gateway.url, {
      service: "iam",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: iam(
        "UserName=a+b%26&Tags.member.10.Key=second&Tags.member.10.Value=&Tags.member.2.Key=first&Tags.member.2.Value=v&__proto__.x=1&Future=1",
      ),
    });
    await gateway.close();
    const labels = Object.fromEntries([["__proto__", "b"]]);
    assert.deepEqual(seen, [
      { family: "a", containerDefinitions: [{ dockerLabels: labels, cpu: 1 }] },
      {
        UserName: "a b&",
        Tags: [
          { Key: "first", Value: "v" },
          { Key: "second", Value: "" },
        ],
      },
    ]);
  });
});
