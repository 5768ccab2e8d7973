/**
 * How far resources are generalized: `exact` not at all; `family` where AWS makes up an identifier for each one
 * (a revision, a task, an instance), never where a person chose a name; `service` to everything that the service
 * has in the same account and region.
 */
export type ResourceScope = "exact" | "family" | "service";

/** The scopes there are, from the narrowest. */
export const RESOURCE_SCOPES: readonly ResourceScope[] = ["exact", "family", "service"];

/** These hand on somebody's permissions: on more roles than were meant they lead past every other limit. */
const NEVER_GENERALIZED = /^(?:iam:PassRole|sts:AssumeRole.*)$/i;

/** What stands after the account, up to the identifier that AWS made. */
const FAMILIES: Readonly<Record<string, readonly RegExp[]>> = {
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  ecs: [
    /^(task-definition\/[^:]+:).+$/,
    /^((?:task|container-instance)\/[^/]+\/).+$/,
    /^((?:task|container-instance)\/)[0-9a-f-]{32,36}$/,
    /^((?:task-set|service-deployment|service-revision)\/[^/]+\/[^/]+\/).+$/,
  ],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  ec2: [/^([a-z-]+\/)[a-z]+-[0-9a-f]{8,}$/],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
  elasticloadbalancing: [
    /^(targetgroup\/[^/]+\/).+$/,
    /^((?:loadbalancer|listener|listener-rule)\/(?:app|net|gwy)\/[^/]+\/).+$/,
  ],
};

const PARTS = /^(arn:[^:]*:([^:]*):[^:]*:[^:]*:)(.*)$/s;

/** Generalizes an ARN, written as in a policy, as far as `scope` says. `*` stays `*`. */
export const generalizeResource = (action: string, resource: string, scope: ResourceScope): string => {
  const [, head, service = "", rest = ""] = PARTS.exec(resource) ?? [];
  if (scope === "exact" || head === undefined || NEVER_GENERALIZED.test(action)) return resource;
  if (scope === "service") return `${head}*`;
  for (const family of FAMILIES[service] ?? []) {
    const [, kept] = family.exec(rest) ?? [];
    if (kept !== undefined) return `${head}${kept}*`;
  }
  return resource;
};
