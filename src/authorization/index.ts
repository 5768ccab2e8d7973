import type { AuthorizationRequest, Decision, DecidingStatement, LayerName, PolicyKind, PolicyOrigin } from "./types.ts";

export type * from "./types.ts";

const pending = (): never => {
  throw new Error("the policy engine is being built");
};

export type CompiledPolicy = { readonly origin: PolicyOrigin; readonly source: string };
export type PolicySet = { readonly policies: readonly CompiledPolicy[] };
export type PolicyLayers = {
  readonly identity: PolicySet;
  readonly boundary?: PolicySet;
  readonly session?: PolicySet;
  /** Resource-based policy or role trust policy. */
  readonly resource?: PolicySet;
  /** One per level of the organization, root first. */
  readonly scps?: readonly PolicySet[];
  readonly rcps?: readonly PolicySet[];
};
export type Explanation = { readonly decision: Decision; readonly request: AuthorizationRequest };
export class PolicySyntaxError extends Error {
  readonly code: string;
  readonly awsMessage: string;
  readonly line: number;
  readonly column: number;
  constructor(code: string, awsMessage: string, detail: string, line: number, column: number) {
    super(detail);
    this.code = code;
    this.awsMessage = awsMessage;
    this.line = line;
    this.column = column;
  }
}
export const compilePolicy: (source: string, origin: PolicyOrigin) => CompiledPolicy = pending;
export const validatePolicy: (source: string, kind: PolicyKind) => void = pending;
export const policySet: (policies: readonly CompiledPolicy[]) => PolicySet = pending;
export const decide: (request: AuthorizationRequest, layers: PolicyLayers) => Decision = pending;
export const explain: (request: AuthorizationRequest, layers: PolicyLayers) => Explanation = pending;
export const denialMessage: (request: AuthorizationRequest, decision: Decision) => string = pending;
export const renderExplanation: (explanation: Explanation, options: { color: boolean }) => string = pending;
export type { DecidingStatement, LayerName };
