import {
  type CompiledPolicy,
  compilePolicy,
  type PolicyKind,
  type PolicyLayers,
  policySet,
} from "../../authorization/index.ts";
import type { TestPrincipal } from "../../policy-test/index.ts";
import type { IamApi } from "./iam-api.ts";
import { childOf, membersOf, textOf, type XmlElement } from "./xml-reader.ts";

/** A user or role of an account with all the policies that decide what it may do. */
export type Identity = {
  readonly principal: TestPrincipal;
  readonly layers: PolicyLayers;
  /** Of a role: who may assume it. */
  readonly trust?: CompiledPolicy;
};

/** Every user and role of an account. */
export type Account = { readonly accountId: string; readonly identities: readonly Identity[] };

type Details = Readonly<Record<"users" | "groups" | "roles" | "policies", readonly XmlElement[]>>;

/**
 * Reads all identities of an account.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const readAccount = async (api: IamApi, accountId: string): Promise<Account> => {
  const details = await readDetails(api);
  const policies = new Map(details.policies.map((policy) => [textOf(policy, "Arn"), policy]));
  const groups = new Map(details.groups.map((group) => [textOf(group, "GroupName"), group]));
  const users = details.users.map((user): Identity => {
    const memberships = membersOf(user, "GroupList").flatMap(({ text }) => groups.get(text) ?? []);
    const name = textOf(user, "UserName");
    const own = [
      ...policiesOf(user, "UserPolicyList", `user ${name}`, policies),
      ...memberships.flatMap((group) =>
        policiesOf(group, "GroupPolicyList", `group ${textOf(group, "GroupName")}`, policies),
      ),
    ];
    return {
      principal: principalOf(user, "user", name, accountId),
      layers: layersOf(user, own, `user ${name}`, policies),
    };
  });
  const roles = details.roles.map((role): Identity => {
    const name = textOf(role, "RoleName");
    const trust = decoded(textOf(role, "AssumeRolePolicyDocument"));
    return {
      principal: principalOf(role, "role", name, accountId),
      layers: layersOf(
        role,
        policiesOf(role, "RolePolicyList", `role ${name}`, policies),
        `role ${name}`,
        policies,
      ),
      ...(trust !== "" && {
        trust: compilePolicy(trust, { kind: "trust", name: `the trust policy of ${name}` }),
      }),
    };
  });
  return { accountId, identities: [...users, ...roles] };
};

const readDetails = async (api: IamApi): Promise<Details> => {
  const pages: XmlElement[] = [];
  for (let marker: string | undefined = ""; marker !== undefined; ) {
    const page = await api("GetAccountAuthorizationDetails", {
      MaxItems: "1000",
      ...(marker !== "" && { Marker: marker }),
    });
    pages.push(page);
    marker = textOf(page, "IsTruncated") === "true" ? textOf(page, "Marker") : undefined;
  }
  const all = (list: string): readonly XmlElement[] => pages.flatMap((page) => membersOf(page, list));
  return {
    users: all("UserDetailList"),
    groups: all("GroupDetailList"),
    roles: all("RoleDetailList"),
    policies: all("Policies"),
  };
};

type Policies = ReadonlyMap<string, XmlElement>;

const policiesOf = (
  holder: XmlElement,
  inlineList: string,
  attachedTo: string,
  policies: Policies,
): readonly CompiledPolicy[] => [
  ...membersOf(holder, inlineList).map((policy) =>
    compilePolicy(decoded(textOf(policy, "PolicyDocument")), {
      kind: "inline",
      name: textOf(policy, "PolicyName"),
      attachedTo,
    }),
  ),
  ...membersOf(holder, "AttachedManagedPolicies").flatMap((policy) =>
    managed(textOf(policy, "PolicyArn"), "managed", attachedTo, policies),
  ),
];

const layersOf = (
  holder: XmlElement,
  own: readonly CompiledPolicy[],
  attachedTo: string,
  policies: Policies,
): PolicyLayers => {
  const boundary = textOf(childOf(holder, "PermissionsBoundary"), "PermissionsBoundaryArn");
  return {
    identity: policySet(own),
    // A boundary that is gone allows nothing.
    ...(boundary !== "" && { boundary: policySet(managed(boundary, "boundary", attachedTo, policies)) }),
  };
};

const managed = (
  arn: string,
  kind: PolicyKind,
  attachedTo: string,
  policies: Policies,
): readonly CompiledPolicy[] => {
  const policy = policies.get(arn);
  const version = membersOf(policy, "PolicyVersionList").find(
    (item) => textOf(item, "IsDefaultVersion") === "true",
  );
  if (version === undefined) return [];
  const name = textOf(policy, "PolicyName");
  return [compilePolicy(decoded(textOf(version, "Document")), { kind, name, arn, attachedTo })];
};

const principalOf = (
  holder: XmlElement,
  type: "user" | "role",
  name: string,
  account: string,
): TestPrincipal => ({
  type,
  name,
  account,
  arn: textOf(holder, "Arn"),
  id: textOf(holder, type === "user" ? "UserId" : "RoleId"),
  tags: Object.fromEntries(
    membersOf(holder, "Tags").map((tag) => [textOf(tag, "Key"), textOf(tag, "Value")]),
  ),
});

const decoded = (document: string): string => decodeURIComponent(document);
