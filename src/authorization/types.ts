/** What a policy document is attached as; decides which elements it may and must have. */
export type PolicyKind = "managed" | "inline" | "boundary" | "session" | "resource" | "trust" | "scp" | "rcp";

/** Where a policy document comes from, as a person would name it. */
export type PolicyOrigin = {
  readonly kind: PolicyKind;
  readonly name: string;
  readonly arn?: string;
  /** For example `user alice`, `group devs` or `role x`. */
  readonly attachedTo?: string;
};

/** A place in a policy document as it was written; both numbers start at 1. */
export type Position = { readonly line: number; readonly column: number };

/** The value of a context key; an array is a multivalued key. Numbers, booleans and dates are written as strings. */
export type ContextValue = string | readonly string[];

/** The context keys of a request, named as AWS writes them; they are looked up without regard to letter case. */
export type RequestContext = Readonly<Record<string, ContextValue>>;

/** The kinds of principal that can make a request. */
export type PrincipalType = "Root" | "User" | "AssumedRole" | "FederatedUser" | "Service" | "Anonymous";

/** Who makes a request. */
export type AuthorizationPrincipal = {
  readonly type: PrincipalType;
  /** The ARN of the root user, user, role session or federated-user session. */
  readonly arn: string;
  readonly accountId: string;
  /** For `AssumedRole`: the ARN of the role, with its path. */
  readonly roleArn?: string;
  /** For `Service`: the service principal, such as `ecs.amazonaws.com`. */
  readonly serviceName?: string;
  /** For `FederatedUser`: the ARN of the IAM user whose `GetFederationToken` began the session. */
  readonly userArn?: string;
  /** The canonical user ID of the account, which some resource-based policies name. */
  readonly canonicalUserId?: string;
  /** The role is linked to a service; SCPs and RCPs do not apply to it. */
  readonly serviceLinked?: boolean;
};

/** One question to the engine: may this principal perform this action on this resource? */
export type AuthorizationRequest = {
  readonly principal: AuthorizationPrincipal;
  /** For example `ecs:RunTask`. */
  readonly action: string;
  /** An ARN, or `*` for an action that is not decided on a resource. */
  readonly resource: string;
  /** The account that owns the resource; the principal's own when left out. */
  readonly resourceAccount?: string;
  readonly context: RequestContext;
};

/** The kinds of policy that take part in a decision. */
export type LayerName = "identity" | "boundary" | "session" | "resource" | "trust" | "scp" | "rcp";

/** A statement that decided: which, and where it stands in its document. */
export type DecidingStatement = {
  readonly policy: PolicyOrigin;
  readonly sid?: string;
  /** The statement's place in its document, from 0. */
  readonly index: number;
  readonly effect: "Allow" | "Deny";
  readonly start: Position;
  /** The position just after the statement's last character. */
  readonly end: Position;
};

/** The answer of the engine. */
export type Decision = {
  readonly allowed: boolean;
  readonly outcome: "allowed" | "explicitDeny" | "implicitDeny";
  /** The layer that denied, or that allowed. `root`: the account's root user, who needs no policy. */
  readonly layer: LayerName | "root";
  readonly statements: readonly DecidingStatement[];
};
