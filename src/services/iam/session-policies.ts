import { type CompiledPolicy, type PolicySet, policySet } from "../../authorization/index.ts";
import type { SessionFacts } from "../../operation/index.ts";
import type { Reader } from "../../state/index.ts";
import { compiledDocument } from "./compiled-documents.ts";
import { compiledManaged, type PolicyUse, unchangedPolicies } from "./principal-policies.ts";

/**
 * The session policies of sessions, compiled once per session and again when one of the managed policies
 * among them changes. `of` answers undefined for a session without any.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export const createSessionPolicies = (): {
  readonly of: (state: Reader, session: SessionFacts, principalArn: string) => PolicySet | undefined;
} => {
  const kept = new WeakMap<SessionFacts, { readonly set: PolicySet; readonly uses: readonly PolicyUse[] }>();
  return {
    of: (state, session, principalArn) => {
      if (session.policy === undefined && (session.policyArns?.length ?? 0) === 0) return undefined;
      const found = kept.get(session);
      if (found !== undefined && unchangedPolicies(state, found.uses)) return found.set;
      const attachedTo = `session ${principalArn}`;
      const uses: PolicyUse[] = [];
      const policies: CompiledPolicy[] = [];
      if (session.policy !== undefined) {
        policies.push(
          compiledDocument(session.policy, { kind: "session", name: "session policy", attachedTo }),
        );
      }
      for (const arn of session.policyArns ?? []) {
        policies.push(...compiledManaged(state, arn, "session", attachedTo, uses));
      }
      const set = policySet(policies);
      kept.set(session, { set, uses });
      return set;
    },
  };
};
