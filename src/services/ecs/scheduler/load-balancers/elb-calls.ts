import type { UnnamedCall } from "../../../../operation/index.ts";
import type { Finding } from "./finding.ts";
import type { RegistrationRow } from "./registration-table.ts";

/** A call that has everything but who makes it. */
export type PreparedCall<Input, Output> = Pick<UnnamedCall<Input, Output>, "service" | "operation" | "input">;

/** Makes a call in the role. Rejects with AwsError when it is refused. */
export type CallInRole = <Input, Output>(call: PreparedCall<Input, Output>) => Promise<Output>;

/** The calls that the service scheduler makes for one kind of load balancer. Rows are of one group, and not empty. */
export type ElbCalls = {
  /** `targets` or `instances`, and `target health` or `instance health`, as the event log calls them. */
  readonly noun: string;
  readonly healthNoun: string;
  /** The codes of the errors that tell that the load balancer is not there, or the target is nowhere. */
  readonly nothingThere: readonly string[];
  readonly register: (rows: readonly RegistrationRow[], call: CallInRole) => Promise<unknown>;
  readonly deregister: (rows: readonly RegistrationRow[], call: CallInRole) => Promise<unknown>;
  readonly look: (
    rows: readonly RegistrationRow[],
    call: CallInRole,
  ) => Promise<(row: RegistrationRow) => Finding>;
};
