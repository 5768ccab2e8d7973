import type { Grant } from "../matching/match-principal.ts";
import type { AuthorizationRequest, DecidingStatement, Decision, LayerName, Position } from "../types.ts";

/** An element that does not cover the request. `wanted` is what the policy says, `seen` what the request has. */
export type ElementMismatch = {
  readonly reason: "action" | "resource" | "principal";
  readonly element: "Action" | "NotAction" | "Resource" | "NotResource" | "Principal" | "NotPrincipal";
  readonly wanted: readonly string[];
  /** `wanted` with its policy variables replaced, null where one has no value; only when there are variables. */
  readonly resolved?: readonly (string | null)[];
  readonly seen: string;
  /** The request is decided on `*`, as its action takes no resource, and the statement names specific ones. */
  readonly takesNoResource?: true;
  readonly position: Position;
};

/** A condition that does not hold. */
export type ConditionMismatch = {
  readonly reason: "condition";
  /** As written: `ForAnyValue:StringLike`. */
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  readonly resolved?: readonly (string | null)[];
  /** The values in the request; null when it has no such key. */
  readonly seen: readonly string[] | null;
  readonly position: Position;
};

/** Why a statement does not apply. */
export type Mismatch = ElementMismatch | ConditionMismatch;

/** One statement that was considered. */
export type StatementTrace = DecidingStatement & {
  readonly matched: boolean;
  /** Of a resource-based policy: how the statement reaches the principal. */
  readonly grant?: Grant;
  /**
   * Every element that does not match; empty when `matched`. A statement about other actions has been asked nothing
   * but its action, unless it stands among the near misses.
   */
  readonly mismatches: readonly Mismatch[];
};

/** What one layer, or one level of SCPs or RCPs, says. */
export type LayerTrace = {
  readonly layer: LayerName;
  /** For SCPs and RCPs: 0 is the root of the organization. */
  readonly level?: number;
  /** False for a layer that does not limit this principal, as SCPs do not limit service-linked roles. */
  readonly applies: boolean;
  readonly outcome: Decision["outcome"];
  readonly statements: readonly StatementTrace[];
  /** How many further statements about other actions were left out of `statements`. */
  readonly omitted: number;
};

/** A statement that would have allowed the request but for its mismatches. */
export type NearMiss = StatementTrace & { readonly layer: LayerName; readonly level?: number };

/** A statement as it is written in a policy document. */
export type StatementJson = {
  readonly Effect: "Allow";
  readonly Principal?: "*" | Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/**
 * What would allow the request: the smallest statements, one for each layer that lacks one; or why none would.
 */
export type Remedy =
  | {
      readonly possible: true;
      readonly statements: readonly {
        readonly layer: LayerName;
        readonly level?: number;
        readonly statement: StatementJson;
      }[];
    }
  | {
      readonly possible: false;
      /**
       * `explicitDeny`: no statement overrides one. `resourceControlPolicy`: RCPs allow through
       * `RCPFullAWSAccess` alone. `inexpressible`: no statement can name this request exactly.
       */
      readonly because: "explicitDeny" | "resourceControlPolicy" | "inexpressible";
      readonly layer: LayerName;
    };

/** Everything about one decision, as plain data. */
export type Explanation = {
  readonly request: AuthorizationRequest;
  readonly decision: Decision;
  /** AWS's sentence; empty when the request is allowed. */
  readonly message: string;
  readonly layers: readonly LayerTrace[];
  /** Nearest first; only for an implicit deny. */
  readonly nearMisses: readonly NearMiss[];
  /** Only for denials. */
  readonly remedy?: Remedy;
};
