/**
 * The policy engine of Portreeve: AWS's IAM policy language, compiled, decided and explained. Pure functions
 * without input or output; runs wherever JavaScript runs.
 */
export { type CompiledPolicy, compilePolicy } from "./evaluation/compile.ts";
export { decide } from "./evaluation/decide.ts";
export type { PolicyLayers } from "./evaluation/layers.ts";
export { type PolicySet, policySet } from "./evaluation/policy-set.ts";
export { denialMessage } from "./explanation/denial-message.ts";
export { type PolicySyntaxCode, PolicySyntaxError } from "./language/syntax-error.ts";
export type * from "./types.ts";
export { validatePolicy } from "./validation/validate-policy.ts";

import type { PolicyLayers } from "./evaluation/layers.ts";
import type { AuthorizationRequest, Decision, PolicyKind } from "./types.ts";

const pending = (): never => {
  throw new Error("the policy engine is being built");
};
export type Explanation = { readonly decision: Decision; readonly request: AuthorizationRequest };
export const explain: (request: AuthorizationRequest, layers: PolicyLayers) => Explanation = pending;
export const renderExplanation: (explanation: Explanation, options: { color: boolean }) => string = pending;
