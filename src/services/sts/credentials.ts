import { iamArn, partitionOfRegion } from "../../arn.ts";
import type { Caller } from "../../operation/index.ts";
import type { Reader } from "../../state/index.ts";
import {
  type AccessKeyRow,
  accessKeyTable,
  accountTable,
  type RoleRow,
  roleTable,
  type UserRow,
  userTable,
} from "../iam/index.ts";
import type { OpenedSession, SessionIssuer } from "./session-token.ts";

/** What an access key id and a session token stand for. */
export type ResolvedCredentials =
  | { readonly kind: "ok"; readonly secretAccessKey: string; readonly caller: Caller }
  /** No such key, a token that does not belong to it, or a principal that does not exist any more. */
  | { readonly kind: "unknown" }
  | { readonly kind: "expired" }
  | { readonly kind: "inactive" };

/** Answers whose key it is. `now` is in milliseconds since the epoch. */
export type CredentialResolver = (
  state: Reader,
  accessKeyId: string,
  sessionToken: string | undefined,
  now: number,
) => ResolvedCredentials;

const UNKNOWN: ResolvedCredentials = { kind: "unknown" };
const INACTIVE: ResolvedCredentials = { kind: "inactive" };
const EXPIRED: ResolvedCredentials = { kind: "expired" };

/** The root user of an account as a caller. */
export const rootCaller = (accountId: string, partition = partitionOfRegion("")): Caller => ({
  principal: { type: "Root", arn: iamArn({ partition, accountId }, "root"), accountId },
  userId: accountId,
});

const userCaller = (user: UserRow): Caller => ({
  principal: { type: "User", arn: user.arn, accountId: user.accountId },
  userId: user.id,
  userName: user.name,
});

/**
 * Finds the secret and the caller of an access key. A long-term key comes alone, a session's key with its own
 * token only. What stands for a deleted user or role is unknown, even when another one has its name by now.
 */
export const createCredentialResolver = (options: Pick<SessionIssuer, "openSession">): CredentialResolver => {
  const { openSession } = options;
  const ofKeys = new WeakMap<
    AccessKeyRow,
    { readonly owner: UserRow | undefined; readonly found: ResolvedCredentials }
  >();
  const ofSessions = new WeakMap<
    OpenedSession,
    { readonly owner: object; readonly found: ResolvedCredentials }
  >();

  const longTerm = (state: Reader, accessKeyId: string): ResolvedCredentials => {
    const key = state.table(accessKeyTable).get(accessKeyId);
    if (key === undefined) return UNKNOWN;
    if (key.status !== "Active") return INACTIVE;
    const owner = key.userId === undefined ? undefined : state.table(userTable).get(key.userId);
    if (key.userId !== undefined && owner === undefined) return UNKNOWN;
    const known = ofKeys.get(key);
    if (known !== undefined && known.owner === owner) return known.found;
    const caller = owner === undefined ? rootCaller(key.accountId) : userCaller(owner);
    const found: ResolvedCredentials = {
      kind: "ok",
      secretAccessKey: key.secretAccessKey,
      caller: { ...caller, accessKeyId },
    };
    ofKeys.set(key, { owner, found });
    return found;
  };

  const temporary = (state: Reader, accessKeyId: string, token: string, now: number): ResolvedCredentials => {
    const opened = openSession(token);
    if (opened === undefined || opened.accessKeyId !== accessKeyId) return UNKNOWN;
    if (now >= opened.grant.session.expiresAt) return EXPIRED;
    const owner = sessionOwner(state, opened);
    if (owner === undefined) return UNKNOWN;
    const known = ofSessions.get(opened);
    if (known !== undefined && known.owner === owner) return known.found;
    const found: ResolvedCredentials = {
      kind: "ok",
      secretAccessKey: opened.secretAccessKey,
      caller: sessionCaller(opened, owner),
    };
    ofSessions.set(opened, { owner, found });
    return found;
  };

  return (state, accessKeyId, sessionToken, now) => {
    if (sessionToken !== undefined) return temporary(state, accessKeyId, sessionToken, now);
    return longTerm(state, accessKeyId);
  };
};

/** The row of the role, user or account that a session belongs to, when it still exists. */
const sessionOwner = (state: Reader, { grant }: OpenedSession): UserRow | RoleRow | object | undefined => {
  const { principal } = grant;
  if (principal.type === "AssumedRole") {
    return grant.roleId === undefined ? undefined : state.table(roleTable).get(grant.roleId);
  }
  const userId = principal.type === "User" ? grant.userId : grant.federatedBy;
  if (principal.type === "Root" || userId === principal.accountId) {
    return state.table(accountTable).get(principal.accountId);
  }
  return userId === undefined ? undefined : state.table(userTable).get(userId);
};

const sessionCaller = ({ accessKeyId, grant }: OpenedSession, owner: object): Caller => {
  // A user may have been renamed since.
  const present = grant.principal.type === "User" ? userCaller(owner as UserRow) : grant;
  return { ...grant, ...present, session: grant.session, accessKeyId };
};
