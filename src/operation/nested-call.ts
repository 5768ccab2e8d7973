import type { Scope } from "../arn.ts";
import type { Caller } from "./caller.ts";
import type { Operation } from "./operation.ts";
import type { Service } from "./service.ts";

/** One call: who asks for which operation with what, where. */
export type UnnamedCall<Input, Output = unknown> = {
  readonly service: Pick<Service, "name" | "denied">;
  readonly operation: Operation<Input, Output>;
  readonly input: Input;
  readonly caller: Caller;
  readonly scope: Scope;
};

/**
 * Makes another call within a call, as somebody else or through another service: it is decided and recorded like any
 * call, under the id of the request it belongs to, and it runs in the same transaction. Throws what the inner call
 * throws; whoever catches that must know that the inner call had written nothing.
 */
export type NestedInvoke = <Input, Output>(call: UnnamedCall<Input, Output>) => Output;
