/**
 * Looks into IAM policy documents before anybody relies on them: names that do not exist, statements that can never
 * match, conditions that do not work, ways to more power than was meant, roles that lack what they need.
 */
export { CODES, type FindingCode } from "./codes.ts";
export type { Finding, Severity } from "./finding.ts";
export { type LintOptions, type LintSource, lintPolicies } from "./lint.ts";
export type { DocumentUse } from "./reading/find-documents.ts";
export { renderSarif } from "./rendering/sarif.ts";
export { renderCount, renderText, type TextOptions } from "./rendering/text.ts";
export { ROLES, type RolePurpose } from "./roles/requirements.ts";
