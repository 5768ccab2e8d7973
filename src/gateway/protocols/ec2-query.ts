import { AwsError } from "../../operation/index.ts";
import { newReading, type Step, UnreadableInput, type Violation } from "../input/reading.ts";
import { askQuery } from "../query/asked.ts";
import type { FormNode } from "../query/form.ts";
import { QueryReaders } from "../query/query-reader.ts";
import { xmlText } from "../xml/text.ts";
import { XmlWriters } from "../xml/xml-writer.ts";
import type { OperationCodec, Protocol } from "./protocol.ts";

const contentType = "text/xml;charset=UTF-8";
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

const pathText = (path: readonly Step[]): string =>
  path.map((step) => (typeof step === "number" ? step + 1 : step)).join(".");

const invalid = ([violation]: readonly Violation[]): AwsError => {
  const path = pathText(violation?.path ?? []);
  return violation?.kind === "enum"
    ? new AwsError(
        "InvalidParameterValue",
        `Value (${violation.value}) for parameter ${path} is invalid. Valid values: ${violation.allowed.join(", ")}`,
      )
    : new AwsError("MissingParameter", `The request must contain the parameter ${path}`);
};

const readers = new QueryReaders("flat");
const writers = new XmlWriters();

const compile =
  (namespace: string): Protocol["compile"] =>
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
          if (reading.violations !== undefined) throw invalid(reading.violations);
          return input;
        } catch (error) {
          if (!(error instanceof UnreadableInput)) throw error;
          throw new AwsError("InvalidParameterValue", `${error.message} (at '${pathText(error.path)}')`);
        }
      },
      write: (output, requestId) => {
        // Why <return>: that is what EC2 answers where there is nothing to tell.
        const content = write === undefined ? "<return>true</return>" : write(output ?? {});
        return `${declaration}<${name}Response xmlns="${namespace}"><requestId>${requestId}</requestId>${content}</${name}Response>`;
      },
    };
  };

/**
 * ec2Query: like awsQuery, with its own names, lists and errors.
 * https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html; the codes:
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-errors.html
 */
export const ec2Query = (version: string, namespace: string): Protocol => ({
  contentType,
  ask: (request) =>
    askQuery(request, {
      version,
      missingAction: () => new AwsError("MissingAction", "The request is missing an action"),
      unknownAction: (action, asked) =>
        asked === version
          ? new AwsError("InvalidAction", `The action ${action} is not valid for this web service.`)
          : new AwsError("InvalidAction", `Could not find operation ${action} for version ${asked}`),
    }),
  compile: compile(namespace),
  error: (error, requestId) => ({
    status: error.httpStatus,
    contentType,
    body: `${declaration}<Response><Errors><Error><Code>${xmlText(error.code)}</Code><Message>${xmlText(error.message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
  }),
  internalError: () => new AwsError("InternalError", "An internal error has occurred", { httpStatus: 500 }),
  notImplemented: (text) => new AwsError("NotImplemented", text),
});
