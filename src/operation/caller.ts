import type { AuthorizationPrincipal, RequestContext } from "../authorization/index.ts";

/** A tag as AWS writes it in IAM and EC2; ECS spells the members in lower case. */
export type PrincipalTags = Readonly<Record<string, string>>;

/** What a session adds to the role or user it belongs to; it travels inside the session token. */
export type SessionFacts = {
  readonly name: string;
  /** Session policies as written: the inline one first, then the managed ones' ARNs. */
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly tags?: PrincipalTags;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  readonly multiFactorAuthenticated?: boolean;
  /** When the session's credentials were issued and end, in milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** `aws:Ec2InstanceSourceVPC` and the like, fixed when the session was made. */
  readonly context?: RequestContext;
};

/** Who makes a call: the answer of authentication, and of the control plane when it acts in a role. */
export type Caller = {
  readonly principal: AuthorizationPrincipal;
  /** `aws:userid`: the unique id, for a role session `AROA…:session-name`, for root the account. */
  readonly userId: string;
  readonly userName?: string;
  /** The unique id of the role a session belongs to. */
  readonly roleId?: string;
  /** For a federated user: the unique id of the user, or the account of the root user, who made the session. */
  readonly federatedBy?: string;
  readonly accessKeyId?: string;
  readonly session?: SessionFacts;
  /** The AWS service that makes the call on behalf of the principal, for example `ecs.amazonaws.com`. */
  readonly calledVia?: readonly string[];
  /** For a service: the ARN of what it makes the call for; `aws:SourceArn` when it assumes a role. */
  readonly sourceArn?: string;
};
