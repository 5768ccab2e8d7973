import { isUtf8 } from "node:buffer";
import { AwsError } from "../../operation/index.ts";
import { newReading, type Step, UnreadableInput, type Violation } from "../input/reading.ts";
import { JsonReaders } from "../json/json-reader.ts";
import { JsonWriters } from "../json/json-writer.ts";
import { type ApiRequest, type Asked, header, type OperationCodec, type Protocol } from "./protocol.ts";

const contentType = "application/x-amz-json-1.1";
const jsonTypes = /^application\/(?:x-amz-json-1\.[01]|json)\s*(?:;|$)/i;

const pathText = (path: readonly Step[]): string =>
  path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");

const unreadable = (text: string): AwsError => new AwsError("SerializationException", text);

/**
 * Enumerations that ECS checks itself, in its own words and order.
 * https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json (AWS's answers, recorded)
 */
const OWN_WORDS: ReadonlyMap<string, string> = new Map([
  ["schedulingStrategy", "Scheduling strategy should be one of [REPLICA,DAEMON]"],
  ["launchType", "launch type should be one of [EC2,FARGATE,EXTERNAL,FMI,MANAGED_INSTANCES]"],
  ["propagateTags", "propagateTags should be one of [TASK_DEFINITION,SERVICE,NONE]"],
  ["availabilityZoneRebalancing", "availabilityZoneRebalancing should be one of [ENABLED,DISABLED]"],
  ["UpdateContainerInstancesState.status", "Container instances status should be one of [ACTIVE,DRAINING]"],
]);

/**
 * ECS's words for a member that breaks its model, such as `Tasks cannot be empty.` for a DescribeTasks
 * without tasks (https://github.com/sil-org/ecs-deploy/issues/63) and `Container.image should not be null or
 * empty.` (https://github.com/aws/aws-cli/issues/5924).
 */
const invalid = (operation: string, violations: readonly Violation[]): AwsError => {
  const missing = violations.find((violation) => violation.kind === "missing");
  if (missing !== undefined) {
    const text = pathText(missing.path);
    return new AwsError(
      "InvalidParameterException",
      `${text.charAt(0).toUpperCase()}${text.slice(1)} ${missing.list ? "cannot be empty" : "should not be null or empty"}.`,
    );
  }
  const [first] = violations;
  const member = first?.kind === "enum" && first.path.length === 1 ? String(first.path[0]) : "";
  const known = OWN_WORDS.get(member) ?? OWN_WORDS.get(`${operation}.${member}`);
  if (known !== undefined) return new AwsError("InvalidParameterException", known);
  const count = violations.length;
  const parts = violations.map((violation) =>
    violation.kind === "enum"
      ? `Value '${violation.value}' at '${pathText(violation.path)}' failed to satisfy constraint: Member must satisfy enum value set: [${violation.allowed.join(", ")}]`
      : "",
  );
  return new AwsError(
    "InvalidParameterException",
    `${count} validation error${count === 1 ? "" : "s"} detected: ${parts.join("; ")}`,
  );
};

const parse = (body: Uint8Array): unknown => {
  if (body.byteLength === 0) return {};
  if (!isUtf8(body)) throw unreadable("The request's body is not UTF-8");
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  } catch (error) {
    // Why not the parser's whole message: it repeats parts of the body.
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    throw unreadable(`The request's body is not JSON${position ? `: see position ${position}` : ""}`);
  }
};

const compile: (readers: JsonReaders, writers: JsonWriters) => Protocol["compile"] =
  (readers, writers) =>
  (operation): OperationCodec => {
    const readInput = operation.input === undefined ? undefined : readers.input(operation.input);
    const write = operation.output === undefined ? undefined : writers.writer(operation.output);
    return {
      read: (body) => {
        const value = parse(body as Uint8Array);
        if (readInput === undefined) return {};
        const reading = newReading();
        try {
          const input = readInput(value, reading);
          if (reading.violations !== undefined) throw invalid(operation.name, reading.violations);
          return input;
        } catch (error) {
          if (!(error instanceof UnreadableInput)) throw error;
          throw unreadable(`${error.message} (at '${pathText(error.path)}')`);
        }
      },
      write: (output) => (write === undefined ? "{}" : write(output ?? {})),
    };
  };

const ask = (request: ApiRequest, targetPrefix: string): Asked => {
  const target = header(request, "x-amz-target") ?? "";
  const prefixed = target.startsWith(`${targetPrefix}.`);
  const known = request.method === "POST" && jsonTypes.test(header(request, "content-type") ?? contentType);
  return {
    operation: prefixed && known ? target.slice(targetPrefix.length + 1) : undefined,
    unknown: () =>
      new AwsError(
        "UnknownOperationException",
        target === ""
          ? "The header X-Amz-Target is missing"
          : `${JSON.stringify(target)} is not an operation`,
      ),
    parameters: request.body,
  };
};

/**
 * awsJson1.1: the operation is in the header `X-Amz-Target`, input and output are JSON.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const awsJson = (targetPrefix: string): Protocol => ({
  contentType,
  ask: (request) => ask(request, targetPrefix),
  compile: compile(new JsonReaders(), new JsonWriters()),
  error: (error) => ({
    status: error.httpStatus,
    contentType,
    body: JSON.stringify({ ...error.members, __type: error.code, message: error.message }),
  }),
  internalError: () =>
    new AwsError("ServerException", "These errors are usually caused by a server issue.", {
      httpStatus: 500,
    }),
  notImplemented: (text) => new AwsError("NotImplementedException", text),
});
