import type { Scope } from "../arn.ts";
import type { ContextValue } from "../authorization/index.ts";
import type { Reader, Transaction } from "../state/index.ts";
import type { World } from "../world.ts";
import type { Caller } from "./caller.ts";
import type { NestedInvoke } from "./nested-call.ts";

/**
 * One permission that a call needs. An operation states all of them; nothing else decides about permissions.
 * Which resource and which keys belong to an action is AWS's service authorization reference.
 */
export type Need = {
  /** `service:Action`. */
  readonly action: string;
  /** The ARN the action is decided on; `*` for an action without resource-level support. */
  readonly resource: string;
  /** Condition keys of this need, next to those that every call has. */
  readonly context?: Readonly<Record<string, ContextValue | undefined>>;
  /** Tags that the request carries: `aws:RequestTag/…` and `aws:TagKeys`. */
  readonly requestTags?: Readonly<Record<string, string>>;
  /** Tags of the resource: `aws:ResourceTag/…` and `<service>:ResourceTag/…`. */
  readonly resourceTags?: Readonly<Record<string, string>>;
  /** The account that owns the resource; the caller's own when missing. */
  readonly resourceAccount?: string;
  /**
   * The resource's own policy as written (a role's trust policy), with the name it is shown under.
   * `kind` decides how the evaluation treats it.
   */
  readonly resourcePolicy?: {
    readonly kind: "resource" | "trust";
    readonly document: string;
    readonly name: string;
  };
};

/** What `needs` sees: a consistent view of the state, and the facts of the call. */
export type NeedsContext<Input> = {
  readonly input: Input;
  readonly scope: Scope;
  readonly caller: Caller;
  readonly state: Reader;
};

/** What `run` sees. Writes go to `state`; they take effect together, or not at all when `run` throws. */
export type RunContext<Input> = {
  readonly input: Input;
  readonly scope: Scope;
  readonly caller: Caller;
  readonly state: Transaction;
  readonly world: World;
  readonly requestId: string;
  /** Things the composition of the process provides, such as session credentials. */
  readonly environment: Environment;
  /** Makes another call within this one, through the same authorization. */
  readonly invoke: NestedInvoke;
};

/** Services of the process that operations may use; see each member's own room. */
export type Environment = {
  /** Base URL of the control plane as clients reach it, for example `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Makes the credentials of a session; nothing is stored, the token carries the facts encrypted. */
  readonly issueSession: (grant: SessionGrant) => SessionCredentials;
  /**
   * The ARNs of what uses a server certificate, found by the certificate's ARN: IAM keeps certificates in use, and
   * knows none of the services that use them.
   */
  readonly certificateUsers?: (state: Reader, certificateArn: string) => readonly string[];
  /** The port that stands in for those below 1024 where load balancers may not listen on them. */
  readonly loadBalancerDoor?: number;
};

/** What session credentials stand for. */
export type SessionGrant = {
  readonly principal: Caller["principal"];
  readonly userId: string;
  readonly roleId?: string;
  readonly userName?: string;
  readonly federatedBy?: string;
  readonly session: NonNullable<Caller["session"]>;
};

/** Temporary credentials. `expiration` is in milliseconds since the epoch. */
export type SessionCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: number;
};

/**
 * An API operation as a value. Nothing reaches `run` without a decision on every need: only
 * {@link import("./invoke.ts").invoke} calls it.
 */
export type Operation<Input, Output> = {
  /** The API's name of it, for example `StopTask`. */
  readonly name: string;
  /**
   * The permissions the call needs, in the order in which AWS checks them. `"none"` only where AWS documents
   * that the call needs no permission. Throws AwsError only for input that names no resource at all.
   */
  readonly needs: (context: NeedsContext<Input>) => Need | readonly Need[] | "none";
  readonly run: (context: RunContext<Input>) => Output;
};

/** Any operation, as registries hold it: the wire has checked that the input is of the operation's type. */
export type AnyOperation = Operation<never, unknown>;

/** Declares an operation. */
export const operation = <Input, Output>(
  name: string,
  parts: Omit<Operation<Input, Output>, "name">,
): Operation<Input, Output> => ({ name, ...parts });
