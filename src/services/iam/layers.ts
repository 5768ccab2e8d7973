import {
  type CompiledPolicy,
  type PolicyLayers,
  type PolicySet,
  policySet,
} from "../../authorization/index.ts";
import type { Authority, Caller, Need, SessionFacts } from "../../operation/index.ts";
import type { Reader } from "../../state/index.ts";
import { compiledDocument } from "./compiled-documents.ts";
import { noteUse } from "./last-used.ts";
import { createLeastRecentlyUsed } from "./least-recently-used.ts";
import { createPrincipalPolicies, type PrincipalPolicies } from "./principal-policies.ts";
import { createPrincipalTags } from "./principal-tags.ts";
import { roleTable } from "./roles/table.ts";
import { createSessionPolicies } from "./session-policies.ts";
import { userTable } from "./users/table.ts";

const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Sid: "RootUser", Effect: "Allow", Action: "*", Resource: "*" },
});

/** No policy at all: nothing is allowed. */
export const NO_POLICIES: PolicyLayers = { identity: policySet([]) };

/**
 * IAM's part of the authority: which policies have a say, the principal's tags, and the note of its last use. A principal that does not
 * exist any more, by its unique id, has no policies, so it may do nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const createPolicyLayers = (): Pick<Authority, "layersFor" | "principalTags" | "noteUse"> => {
  const principals = createPrincipalPolicies();
  const sessions = createSessionPolicies();
  const combined = new WeakMap<
    SessionFacts,
    { own: PrincipalPolicies; session: PolicySet; layers: PolicyLayers }
  >();
  let federatedByRoot: PrincipalPolicies | undefined;

  const withSession = (state: Reader, own: PrincipalPolicies, caller: Caller): PolicyLayers => {
    const facts = caller.session;
    const session = facts === undefined ? undefined : sessions.of(state, facts, caller.principal.arn);
    if (session === undefined || facts === undefined) return own.layers;
    const found = combined.get(facts);
    if (found?.own === own && found.session === session) return found.layers;
    const layers = { ...own.layers, session };
    combined.set(facts, { own, session, layers });
    return layers;
  };

  const rootsOwn = (): PrincipalPolicies => {
    federatedByRoot ??= {
      layers: {
        identity: policySet([
          compiledDocument(EVERYTHING, { kind: "inline", name: "the account's root user" }),
        ]),
      },
      groups: [],
      policies: [],
    };
    return federatedByRoot;
  };

  const ownLayers = (state: Reader, caller: Caller): PolicyLayers => {
    const { type, accountId } = caller.principal;
    if (type === "User" || type === "FederatedUser") {
      const id = type === "User" ? caller.userId : caller.federatedBy;
      if (type === "FederatedUser" && id === accountId) return withSession(state, rootsOwn(), caller);
      const row = id === undefined ? undefined : state.table(userTable).get(id);
      return row === undefined ? NO_POLICIES : withSession(state, principals.ofUser(state, row), caller);
    }
    if (type === "AssumedRole") {
      const row = caller.roleId === undefined ? undefined : state.table(roleTable).get(caller.roleId);
      return row === undefined ? NO_POLICIES : withSession(state, principals.ofRole(state, row), caller);
    }
    return NO_POLICIES;
  };

  return {
    layersFor: (state, caller, need) => {
      const own = ownLayers(state, caller);
      return need.resourcePolicy === undefined
        ? own
        : { ...own, resource: resourceLayer(need.resourcePolicy) };
    },
    principalTags: createPrincipalTags(),
    noteUse,
  };
};

const resourceSets = createLeastRecentlyUsed<CompiledPolicy, PolicySet>(1024);

/** The compiled set of a resource's own policy, such as a role's trust policy. */
export const resourceLayer = (policy: NonNullable<Need["resourcePolicy"]>): PolicySet => {
  const compiled = compiledDocument(policy.document, { kind: policy.kind, name: policy.name });
  return resourceSets.get(compiled) ?? resourceSets.set(compiled, policySet([compiled]));
};
