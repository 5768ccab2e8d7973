/** From recorded decisions to policies: what was missing, what was used, and the smallest policy for either. */
export type { RecordedCall } from "./call.ts";
export { type Confirmation, confirmPolicy } from "./confirm-policy.ts";
export type { Denial, MissingLayer } from "./denial.ts";
export { RESOURCE_SCOPES, type ResourceScope } from "./generalize-resource.ts";
export { UnconfirmedPolicyError } from "./generated-policy.ts";
export { type MissingPermission, MissingPermissions, type MissingReport } from "./missing.ts";
export { obstaclesOf, placeOf } from "./obstacles.ts";
export { POLICY_SIZES, type PolicyDocument, type PolicyStatement, sizeOf } from "./policy-document.ts";
export { type GroupedPrincipal, isMeant } from "./principal.ts";
export { renderMissing } from "./render-missing.ts";
export { type JudgedReport, renderUsed } from "./render-used.ts";
export { type CurrentPolicy, unusedStatements } from "./unused-statements.ts";
export { type UsedPermission, UsedPermissions, type UsedReport } from "./used.ts";
