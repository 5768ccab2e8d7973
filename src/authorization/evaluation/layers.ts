import type { AuthorizationPrincipal, AuthorizationRequest } from "../types.ts";
import type { PolicySet } from "./policy-set.ts";

/** Every policy that has a say in one decision. */
export type PolicyLayers = {
  /** Of the user and the user's groups, or of the role. */
  readonly identity: PolicySet;
  readonly boundary?: PolicySet;
  readonly session?: PolicySet;
  /** The resource's own policy; for `sts:AssumeRole` and its like, the role's trust policy. */
  readonly resource?: PolicySet;
  /** Service control policies, one set for each level of the organization, root first. */
  readonly scps?: readonly PolicySet[];
  /** Resource control policies, one set for each level, root first. */
  readonly rcps?: readonly PolicySet[];
};

/**
 * Whether SCPs limit the principal: they limit the principals of an account, its root user among them, and do not
 * touch service-linked roles.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export const underScps = ({ type, serviceLinked }: AuthorizationPrincipal): boolean =>
  serviceLinked !== true && type !== "Service" && type !== "Anonymous";

/**
 * Whether RCPs limit the principal's access: everybody's but that of service-linked roles.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export const underRcps = ({ serviceLinked }: AuthorizationPrincipal): boolean => serviceLinked !== true;

/** Whether principal and resource belong to different accounts. */
export const isCrossAccount = ({ principal, resourceAccount }: AuthorizationRequest): boolean =>
  resourceAccount !== undefined && resourceAccount !== principal.accountId;
