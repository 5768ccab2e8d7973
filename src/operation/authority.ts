import type { PolicyLayers } from "../authorization/index.ts";
import type { Reader } from "../state/index.ts";
import type { Caller } from "./caller.ts";
import type { DecisionRecord } from "./decision-record.ts";
import type { Need } from "./operation.ts";

/**
 * What happens to a call without permission. `enforce`: it is refused. `audit`: it goes on, and the denial is
 * recorded. `off`: it goes on.
 */
export type IamMode = "enforce" | "audit" | "off";

/** What `invoke` asks of IAM and of the decision log; the process puts both together. */
export type Authority = {
  readonly mode: IamMode;
  /** Every policy that has a say in whether `caller` may do `need`, compiled. */
  readonly layersFor: (state: Reader, caller: Caller, need: Need) => PolicyLayers;
  /** `aws:PrincipalTag/…` of the caller: the tags of its user or role, overlaid by those of the session. */
  readonly principalTags: (state: Reader, caller: Caller) => Readonly<Record<string, string>>;
  /** Takes note of who calls which service where, at `at` milliseconds since the epoch. Must return at once. */
  readonly noteUse?: (
    caller: Caller,
    use: { readonly at: number; readonly region: string; readonly serviceName: string },
  ) => void;
  /** Takes note of a decision. Must return at once. */
  readonly record: (record: DecisionRecord) => void;
};
