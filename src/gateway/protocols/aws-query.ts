import { AwsError } from "../../operation/index.ts";
import { newReading, type Step, UnreadableInput, type Violation } from "../input/reading.ts";
import { askQuery } from "../query/asked.ts";
import type { FormNode } from "../query/form.ts";
import { QueryReaders } from "../query/query-reader.ts";
import { xmlText } from "../xml/text.ts";
import { XmlWriters } from "../xml/xml-writer.ts";
import type { OperationCodec, Protocol } from "./protocol.ts";

const contentType = "text/xml";

/** A path as AWS's validation writes it: `tags.1.member.key`. */
const pathText = (path: readonly Step[]): string =>
  path
    .map((step) =>
      typeof step === "number" ? `${step + 1}.member` : step.charAt(0).toLowerCase() + step.slice(1),
    )
    .join(".");

/**
 * AWS's sentence for members that break the model. IAM leaves an enum's values out; this is what
 * LocalStack's recordings of AWS show (tests/aws/services/iam, 2024-2025).
 */
const invalid = (violations: readonly Violation[], quotesValues: boolean): AwsError => {
  const parts = violations.map((violation) => {
    const at = pathText(violation.path);
    if (violation.kind === "missing")
      return `Value null at '${at}' failed to satisfy constraint: Member must not be null`;
    return quotesValues
      ? `Value '${violation.value}' at '${at}' failed to satisfy constraint: Member must satisfy enum value set: [${violation.allowed.join(", ")}]`
      : `Value at '${at}' failed to satisfy constraint: Member must satisfy enum value set`;
  });
  const count = parts.length;
  return new AwsError(
    "ValidationError",
    `${count} validation error${count === 1 ? "" : "s"} detected: ${parts.join("; ")}`,
  );
};

/** The protocol's parts that do not depend on the service. */
const compile =
  (namespace: string, quotesValues: boolean): Protocol["compile"] =>
  (operation): OperationCodec => {
    const readInput = operation.input === undefined ? undefined : readers.input(operation.input);
    const write = operation.output === undefined ? undefined : writers.writer(operation.output);
    const { name } = operation;
    return {
      read: (form) => {
        if (readInput === undefined) return {};
        const reading = newReading();
        try {
          const input = readInput(form as FormNode, reading);
          if (reading.violations !== undefined) throw invalid(reading.violations, quotesValues);
          return input;
        } catch (error) {
          if (!(error instanceof UnreadableInput)) throw error;
          throw new AwsError("MalformedInput", `${error.message} (at '${pathText(error.path)}')`);
        }
      },
      write: (output, requestId) => {
        const result = write === undefined ? "" : `<${name}Result>${write(output ?? {})}</${name}Result>`;
        return `<${name}Response xmlns="${namespace}">${result}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
      },
    };
  };

const readers = new QueryReaders("named");
const writers = new XmlWriters();

/**
 * awsQuery: parameters in a form, answers in XML.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html; the codes of requests that name no operation:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export const awsQuery = (version: string, namespace: string, quotesValues = false): Protocol => ({
  contentType,
  ask: (request) =>
    askQuery(request, {
      version,
      missingAction: () => new AwsError("MissingAction", "The request is missing an action"),
      unknownAction: (action, asked) =>
        new AwsError("InvalidAction", `Could not find operation ${action} for version ${asked}`),
    }),
  compile: compile(namespace, quotesValues),
  error: (error, requestId) => ({
    status: error.httpStatus,
    contentType,
    body: `<ErrorResponse xmlns="${namespace}"><Error><Type>${error.fault}</Type><Code>${xmlText(error.code)}</Code><Message>${xmlText(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  }),
  internalError: () =>
    new AwsError(
      "InternalFailure",
      "The request processing has failed because of an unknown error, exception or failure.",
      { httpStatus: 500 },
    ),
  notImplemented: (text) => new AwsError("NotImplemented", text),
});
