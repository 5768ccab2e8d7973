import type { AuthorizationRequest, Decision } from "../authorization/index.ts";
import type { AwsError } from "./aws-error.ts";
import type { AnyOperation } from "./operation.ts";

/** How a service speaks on the wire. */
export type ServiceProtocol =
  | { readonly kind: "awsJson1.1"; readonly targetPrefix: string }
  | {
      readonly kind: "awsQuery" | "ec2Query";
      readonly version: string;
      readonly namespace: string;
      /** Whether errors about members that break the model quote what was sent; of awsQuery. */
      readonly quotesValues?: boolean;
    };

/** What was asked and how it was decided, when the answer is no. */
export type Refusal = { readonly request: AuthorizationRequest; readonly decision: Decision };

/** One AWS service: how it is spoken to, what it can do, how it says no. */
export type Service = {
  /** The prefix of its actions and the name clients sign with, for example `ecs`. */
  readonly name: string;
  readonly protocol: ServiceProtocol;
  /** The official client's exports, which hold the service's wire schemas (`RunTask$`, `RunTaskRequest$`, …). */
  readonly schemas: () => Promise<Readonly<Record<string, unknown>>>;
  readonly operations: readonly AnyOperation[];
  /**
   * The error of a call that is not allowed; `sentence` is AWS's text, naming who, what, on what and why. Nothing of
   * `refusal` may reach the caller but encoded.
   */
  readonly denied: (sentence: string, refusal: Refusal) => AwsError;
};
