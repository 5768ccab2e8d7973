import type { AwsError } from "../../operation/index.ts";
import type { OperationShape } from "../shapes/shape.ts";

/** An HTTP request to the API, whole. */
export type ApiRequest = {
  readonly method: string;
  /** The path of the request line, still percent-encoded. */
  readonly path: string;
  /** The raw query without `?`. */
  readonly query: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
};

/** The first value of a header; `name` in lower case. */
export const header = (request: Pick<ApiRequest, "headers">, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === "string" ? value : value?.[0];
};

/** An HTTP answer of the API. */
export type ApiAnswer = { readonly status: number; readonly contentType: string; readonly body: string };

/** What a client asks for, as its protocol says it. */
export type Asked = {
  /** The operation's name, or undefined when the request names none that the service could have. */
  readonly operation: string | undefined;
  /** The error when it is not an operation of the service. */
  readonly unknown: () => AwsError;
  /** The input as the protocol transports it, before its shape is looked at. */
  readonly parameters: unknown;
};

/** How to read an operation's input and write its output; compiled once an operation. */
export type OperationCodec = {
  /** Throws AwsError for an input that the operation can't take. */
  readonly read: (parameters: unknown) => Record<string, unknown>;
  readonly write: (output: unknown, requestId: string) => string;
};

/** One of AWS's protocols. */
export type Protocol = {
  readonly contentType: string;
  /** Finds out what is asked. Throws AwsError for a request that is none of this protocol. */
  readonly ask: (request: ApiRequest) => Asked;
  readonly compile: (operation: OperationShape) => OperationCodec;
  readonly error: (error: AwsError, requestId: string) => ApiAnswer;
  /** The error for what went wrong on our side. */
  readonly internalError: () => AwsError;
  /** The error for an operation that the service has and Portreeve has not. */
  readonly notImplemented: (text: string) => AwsError;
};
