import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { errorOf, send } from "../testing/send.ts";
import { fakeOperation, fakeServices, startTestGateway, type TestGateway } from "../testing/test-gateway.ts";

/** What is sent, and what it must be answered with. `target` and `body` are for ECS, `body` alone for the others. */
type Row = {
  readonly name: string;
  readonly service: "ecs" | "iam" | "ec2";
  readonly target?: string;
  readonly body: string | Uint8Array;
  readonly contentType?: string;
  readonly code: string;
  readonly message: string;
  readonly status?: number;
};

const register = "RegisterTaskDefinition";
const iam = (parameters: string): string => `Action=CreateUser&Version=2010-05-08&${parameters}`;
const ec2 = (parameters: string): string => `Action=RunInstances&Version=2016-11-15&${parameters}`;
const badType = (body: unknown, message: string): Row => ({
  name: message,
  service: "ecs",
  target: register,
  body: JSON.stringify(body),
  code: "SerializationException",
  message,
});

/**
 * AWS's texts for JSON of a wrong type are those of ECS where one was found (see json-reader.ts), else those of
 * DynamoDB, which shares the parser: https://github.com/architect/dynalite (test/helpers.js)
 */
const rows: readonly Row[] = [
  badType({ family: 1 }, "NUMBER_VALUE cannot be converted to String (at 'family')"),
  badType({ family: 1.5 }, "DECIMAL_VALUE cannot be converted to String (at 'family')"),
  badType({ family: true }, "TRUE_VALUE cannot be converted to String (at 'family')"),
  badType({ family: [] }, "Unrecognized collection type class java.lang.String (at 'family')"),
  badType({ family: {} }, "Start of structure or map found where not expected (at 'family')"),
  badType(
    { containerDefinitions: {} },
    "Start of structure or map found where not expected (at 'containerDefinitions')",
  ),
  badType({ containerDefinitions: "a" }, "Unexpected field type (at 'containerDefinitions')"),
  badType(
    { containerDefinitions: [[]] },
    "Start of list found where not expected (at 'containerDefinitions[0]')",
  ),
  badType({ containerDefinitions: [null] }, "A list can't contain null (at 'containerDefinitions[0]')"),
  badType(
    { containerDefinitions: [{}, { environment: [{ name: "a" }, { name: 2 }] }] },
    "NUMBER_VALUE cannot be converted to String (at 'containerDefinitions[1].environment[1].name')",
  ),
  badType(
    { containerDefinitions: [{ essential: "yes" }] },
    "STRING_VALUE cannot be converted to Boolean (at 'containerDefinitions[0].essential')",
  ),
  badType(
    { containerDefinitions: [{ dockerLabels: { a: 1 } }] },
    "NUMBER_VALUE cannot be converted to String (at 'containerDefinitions[0].dockerLabels.a')",
  ),
  badType(
    { containerDefinitions: [{ cpu: 1e300 }] },
    "NUMBER_VALUE cannot be converted to Integer (at 'containerDefinitions[0].cpu')",
  ),
  ...["[]", '"a"', "null", "1"].map(
    (body): Row => ({
      name: `${body} as the whole body`,
      service: "ecs",
      target: register,
      body,
      code: "SerializationException",
      message: body === "[]" ? "Start of list found where not expected" : "Unexpected field type",
    }),
  ),
  {
    name: "JSON that breaks off",
    service: "ecs",
    target: register,
    body: '{"family":"a",',
    code: "SerializationException",
    message: "The request's body is not JSON",
  },
  {
    name: "bytes that are no text",
    service: "ecs",
    target: register,
    body: Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]),
    code: "SerializationException",
    message: "The request's body is not UTF-8",
  },
  {
    name: "ten thousand brackets",
    service: "ecs",
    target: register,
    body: `{"family":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    code: "SerializationException",
    message: "Unrecognized collection type class java.lang.String",
  },
  {
    name: "a required member that is null",
    service: "ecs",
    target: register,
    body: '{"family":null,"containerDefinitions":[]}',
    code: "InvalidParameterException",
    message: "Family cannot be null or empty.",
  },
  {
    name: "a required list that is missing",
    service: "ecs",
    target: "DescribeTasks",
    body: "{}",
    code: "InvalidParameterException",
    message: "Tasks cannot be empty.",
  },
  {
    name: "a value outside of an enum",
    service: "ecs",
    target: register,
    body: '{"family":"a","containerDefinitions":[],"networkMode":"fast"}',
    code: "InvalidParameterException",
    message:
      "1 validation error detected: Value 'fast' at 'networkMode' failed to satisfy constraint: Member must satisfy enum value set: [awsvpc, bridge, host, none]",
  },
  {
    name: "an operation that ECS does not have",
    service: "ecs",
    target: "SinkShip",
    body: "{}",
    code: "UnknownOperationException",
    message: '"AmazonEC2ContainerServiceV20141113.SinkShip" is not an operation',
  },
  {
    name: "an operation called __proto__",
    service: "ecs",
    target: "__proto__",
    body: "{}",
    code: "UnknownOperationException",
    message: '"AmazonEC2ContainerServiceV20141113.__proto__" is not an operation',
  },
  {
    name: "a form where JSON belongs",
    service: "ecs",
    target: register,
    contentType: "application/x-www-form-urlencoded",
    body: "family=a",
    code: "UnknownOperationException",
    message: '"AmazonEC2ContainerServiceV20141113.RegisterTaskDefinition" is not an operation',
  },
  {
    name: "an operation of ECS that is not served yet",
    service: "ecs",
    target: "CreateCapacityProvider",
    body: "{}",
    code: "NotImplementedException",
    message: "portreeve does not implement ecs:CreateCapacityProvider yet",
  },
  {
    name: "an operation of IAM that is not served yet",
    service: "iam",
    body: "Action=CreateSAMLProvider&Version=2010-05-08",
    code: "NotImplemented",
    message: "portreeve does not implement iam:CreateSAMLProvider yet",
  },
  {
    name: "an operation of EC2 that is not served yet",
    service: "ec2",
    body: "Action=CreateVpc&Version=2016-11-15",
    code: "NotImplemented",
    message: "portreeve does not implement ec2:CreateVpc yet",
  },
  {
    name: "an action that IAM does not have",
    service: "iam",
    body: "Action=SinkShip&Version=2010-05-08",
    code: "InvalidAction",
    message: "Could not find operation SinkShip for version 2010-05-08",
  },
  {
    name: "a version that IAM does not have",
    service: "iam",
    body: "Action=CreateUser&Version=2001-01-01",
    code: "InvalidAction",
    message: "Could not find operation CreateUser for version 2001-01-01",
  },
  {
    name: "no version",
    service: "iam",
    body: "Action=CreateUser",
    code: "InvalidAction",
    message: "Could not find operation CreateUser for version NO_VERSION_SPECIFIED",
  },
  {
    name: "an action that EC2 does not have",
    service: "ec2",
    body: "Action=SinkShip&Version=2016-11-15",
    code: "InvalidAction",
    message: "The action SinkShip is not valid for this web service.",
  },
  {
    name: "no action",
    service: "iam",
    body: "Version=2010-05-08",
    code: "MissingAction",
    message: "The request is missing an action",
  },
  {
    name: "two missing members",
    service: "iam",
    body: iam("Tags.member.1.Key=a"),
    code: "ValidationError",
    message:
      "2 validation errors detected: Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null; Value null at 'userName' failed to satisfy constraint: Member must not be null",
  },
  {
    name: "a value outside of an enum of IAM",
    service: "iam",
    body: "Action=UpdateAccessKey&Version=2010-05-08&AccessKeyId=AKIA0000000000000000&Status=Asleep",
    code: "ValidationError",
    message:
      "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
  },
  {
    name: "an integer that is none",
    service: "iam",
    body: "Action=ListUsers&Version=2010-05-08&MaxItems=many",
    code: "MalformedInput",
    message: "A value is not an integer (at 'maxItems')",
  },
  {
    name: "a value where a list belongs",
    service: "iam",
    body: iam("UserName=a&Tags=b"),
    code: "MalformedInput",
    message: "A value was found where a list or map belongs (at 'tags')",
  },
  {
    name: "a list without member",
    service: "iam",
    body: iam("UserName=a&Tags.1.Key=b"),
    code: "MalformedInput",
    message: "The items of a list or map are called member (at 'tags')",
  },
  {
    name: "a list without numbers",
    service: "iam",
    body: iam("UserName=a&Tags.member.one.Key=b"),
    code: "MalformedInput",
    message: "A list's item has no number",
  },
  {
    name: "a structure where a value belongs",
    service: "iam",
    body: iam("UserName.a=b"),
    code: "MalformedInput",
    message: "A structure or list was found where a value belongs (at 'userName')",
  },
  {
    name: "a control character, which XML can't carry",
    service: "iam",
    body: iam("UserName=a%00b"),
    code: "MalformedInput",
    message: "A control character can't be part of a value (at 'userName')",
  },
  {
    name: "a parameter that comes twice",
    service: "iam",
    body: iam("UserName=a&UserName=b"),
    code: "MalformedQueryString",
    message: "The parameter UserName is given twice",
  },
  {
    name: "an escape that is not UTF-8",
    service: "iam",
    body: iam("UserName=%ff"),
    code: "MalformedQueryString",
    message: "A parameter is not percent-encoded UTF-8",
  },
  {
    name: "a name of a thousand steps",
    service: "iam",
    body: iam(`${"a.".repeat(1000)}b=c`),
    code: "MalformedQueryString",
    message: "A parameter's name is too deeply nested",
  },
  {
    name: "too many parameters",
    service: "iam",
    body: iam(Array.from({ length: 10_001 }, (_, index) => `P${index}=1`).join("&")),
    code: "MalformedQueryString",
    message: "The request has too many parameters",
  },
  {
    name: "a missing parameter of EC2",
    service: "ec2",
    body: ec2("MinCount=1"),
    code: "MissingParameter",
    message: "The request must contain the parameter MaxCount",
  },
  {
    name: "a value outside of an enum of EC2",
    service: "ec2",
    body: ec2("MinCount=1&MaxCount=1&TagSpecification.1.ResourceType=ship"),
    code: "InvalidParameterValue",
    message: "Value (ship) for parameter TagSpecifications.1.ResourceType is invalid.",
  },
  {
    name: "a boolean of EC2 that is none",
    service: "ec2",
    body: ec2("MinCount=1&MaxCount=1&EbsOptimized=maybe"),
    code: "InvalidParameterValue",
    message: "A value is neither true nor false (at 'EbsOptimized')",
  },
];

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

  for (const row of rows) {
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
