export type { Authority, IamMode } from "./authority.ts";
export { AwsError } from "./aws-error.ts";
export type { Caller, PrincipalTags, SessionFacts } from "./caller.ts";
export type { DecisionRecord } from "./decision-record.ts";
export { type Call, type ControlPlane, invoke } from "./invoke.ts";
export type { NestedInvoke, UnnamedCall } from "./nested-call.ts";
export {
  type AnyOperation,
  type Environment,
  type Need,
  type NeedsContext,
  type Operation,
  operation,
  type RunContext,
  type SessionCredentials,
  type SessionGrant,
} from "./operation.ts";
export type { RequestFacts } from "./request-facts.ts";
export type { Refusal, Service, ServiceProtocol } from "./service.ts";
export type { UpgradeCall, UpgradeHandler } from "./upgrade.ts";
export { readWireShapes } from "./wire-shapes.ts";
