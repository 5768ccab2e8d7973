import type { BadInput } from "./bad-input.cases.ts";

/** The operation that most cases are about. */
export const register = "RegisterTaskDefinition";
const badType = (body: unknown, message: string): BadInput => ({
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
export const badJson: readonly BadInput[] = [
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
    (body): BadInput => ({
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
    message: "Family should not be null or empty.",
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
];
