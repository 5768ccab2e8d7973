/**
 * The policy engine of Portreeve: AWS's IAM policy language, compiled, decided and explained. Pure functions
 * without input or output; runs wherever JavaScript runs.
 */
export { type CompiledPolicy, compilePolicy } from "./evaluation/compile.ts";
export { contextKeysOf } from "./evaluation/context-keys.ts";
export { decide } from "./evaluation/decide.ts";
export type { PolicyLayers } from "./evaluation/layers.ts";
export { type PolicySet, policySet } from "./evaluation/policy-set.ts";
export { denialMessage } from "./explanation/denial-message.ts";
export { explain } from "./explanation/explain.ts";
export type * from "./explanation/explanation.ts";
export { renderExplanation } from "./explanation/render-explanation.ts";
export { type PolicySyntaxCode, PolicySyntaxError } from "./language/syntax-error.ts";
export type * from "./types.ts";
export { validatePolicy } from "./validation/validate-policy.ts";
