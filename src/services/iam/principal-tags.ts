import type { Authority, SessionFacts } from "../../operation/index.ts";
import { roleTable } from "./roles/table.ts";
import { type StoredTag, tagRecord } from "./tags/tag-list.ts";
import { userTable } from "./users/table.ts";

type Tags = Readonly<Record<string, string>>;
type Tagged = { readonly tags: readonly StoredTag[] };

const NONE: Tags = {};

/** `over` on top of `tags`; keys are the same without regard to letter case. */
const overlaid = (tags: Tags, over: Tags): Tags => {
  const taken = new Set(Object.keys(over).map((key) => key.toLowerCase()));
  const kept = Object.entries(tags).filter(([key]) => !taken.has(key.toLowerCase()));
  return { ...Object.fromEntries(kept), ...over };
};

/**
 * `aws:PrincipalTag/…`: the tags of the user or role, and on top those of the session.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export const createPrincipalTags = (): Authority["principalTags"] => {
  const ofRows = new WeakMap<Tagged, Tags>();
  const ofSessions = new WeakMap<SessionFacts, { readonly own: Tags; readonly tags: Tags }>();

  const ownTags = (row: Tagged | undefined): Tags => {
    if (row === undefined || row.tags.length === 0) return NONE;
    const found = ofRows.get(row);
    if (found !== undefined) return found;
    const made = tagRecord(row.tags);
    ofRows.set(row, made);
    return made;
  };

  return (state, caller) => {
    const { type } = caller.principal;
    const userId =
      type === "User" ? caller.userId : type === "FederatedUser" ? caller.federatedBy : undefined;
    const row =
      userId !== undefined
        ? state.table(userTable).get(userId)
        : type === "AssumedRole" && caller.roleId !== undefined
          ? state.table(roleTable).get(caller.roleId)
          : undefined;
    const own = ownTags(row);
    const { session } = caller;
    if (session?.tags === undefined) return own;
    const found = ofSessions.get(session);
    if (found?.own === own) return found.tags;
    const tags = overlaid(own, session.tags);
    ofSessions.set(session, { own, tags });
    return tags;
  };
};
