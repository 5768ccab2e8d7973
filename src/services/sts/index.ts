export { assumeRole } from "./assume-role.ts";
export { encodeAuthorizationMessage } from "./authorization-message.ts";
export {
  type CredentialResolver,
  createCredentialResolver,
  type ResolvedCredentials,
  rootCaller,
} from "./credentials.ts";
export { holdRole } from "./hold-role.ts";
export { sts } from "./service.ts";
export { mayServiceAssume, serviceCaller } from "./service-principal.ts";
export { createSessionIssuer, type OpenedSession, type SessionIssuer } from "./session-token.ts";
