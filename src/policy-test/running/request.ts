import type {
  AuthorizationPrincipal,
  AuthorizationRequest,
  ContextValue,
  RequestContext,
} from "../../authorization/index.ts";
import type { Expectation, TestPrincipal } from "../test-file.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltype
const PRINCIPAL_TYPE = {
  user: "User",
  role: "AssumedRole",
  root: "Account",
  "federated-user": "FederatedUser",
  service: "AWSService",
  anonymous: "Anonymous",
} as const;

/** The principal of a test as the engine knows it; a role acts in a session of its own name. */
export const principalOf = ({ type, name, account, arn }: TestPrincipal): AuthorizationPrincipal => {
  const partition = arn.split(":")[1] ?? "aws";
  switch (type) {
    case "user":
      return { type: "User", arn, accountId: account };
    case "role":
      return {
        type: "AssumedRole",
        arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${name}`,
        roleArn: arn,
        accountId: account,
        ...(/:role\/aws-service-role\//.test(arn) && { serviceLinked: true }),
      };
    case "root":
      return { type: "Root", arn: `arn:${partition}:iam::${account}:root`, accountId: account };
    case "federated-user":
      return {
        type: "FederatedUser",
        arn: `arn:${partition}:sts::${account}:federated-user/${name}`,
        userArn: arn,
        accountId: account,
      };
    case "service":
      return { type: "Service", arn: "", serviceName: name, accountId: "" };
    case "anonymous":
      return { type: "Anonymous", arn: "", accountId: "" };
  }
};

/**
 * What a request of the principal always tells of it, as the gateway fills it in. What depends on the call (address,
 * region, time) is for the one who asks to give.
 */
export const principalContext = (principal: TestPrincipal): RequestContext => {
  const { type, name, account, arn, id, tags } = principal;
  const context: Record<string, ContextValue> = {
    "aws:PrincipalType": PRINCIPAL_TYPE[type],
    "aws:PrincipalIsAWSService": String(type === "service"),
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
  };
  if (type === "service") context["aws:PrincipalServiceName"] = name;
  if (type === "service" || type === "anonymous") return context;
  context["aws:PrincipalArn"] = type === "federated-user" ? principalOf(principal).arn : arn;
  context["aws:PrincipalAccount"] = account;
  if (type === "user") context["aws:username"] = name;
  if (id !== undefined) context["aws:userid"] = type === "role" ? `${id}:${name}` : id;
  for (const [key, value] of Object.entries(tags)) context[`aws:PrincipalTag/${key}`] = value;
  return context;
};

/** The request that an expectation of a test is about. */
export const requestOf = (
  principal: TestPrincipal,
  expectation: Pick<Expectation, "action" | "resource" | "resourceAccount" | "context">,
): AuthorizationRequest => {
  const { action, resource } = expectation;
  const account = expectation.resourceAccount ?? accountIn(resource);
  const context = { ...principalContext(principal), ...expectation.context };
  const owner = account ?? principal.account;
  return {
    principal: principalOf(principal),
    action,
    resource,
    ...(account !== undefined && { resourceAccount: account }),
    context: { "aws:ResourceAccount": owner, ...context },
  };
};

const accountIn = (resource: string): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
