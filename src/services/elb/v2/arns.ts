import { parseArn, regionalArn, type Scope } from "../../../arn.ts";
import type { World } from "../../../world.ts";
import { validationError } from "./errors.ts";

/** What an ARN may name; the words are those of AWS's error texts. */
export type Noun = "load balancer" | "listener" | "listener rule" | "target group" | "trust store";

const ID = "[0-9a-f]{16}";
const NAME = "[A-Za-z0-9-]{1,32}";
const FAMILY = "(?:app|net|gwy)";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html */
const RESOURCES: Readonly<Record<Noun, RegExp>> = {
  "load balancer": new RegExp(`^loadbalancer/${FAMILY}/${NAME}/${ID}$`),
  listener: new RegExp(`^listener/${FAMILY}/${NAME}/${ID}/${ID}$`),
  "listener rule": new RegExp(`^listener-rule/${FAMILY}/${NAME}/${ID}/${ID}/${ID}$`),
  "target group": new RegExp(`^targetgroup/${NAME}/${ID}$`),
  "trust store": new RegExp(`^truststore/${NAME}/${ID}$`),
};

/**
 * The ARN itself, once it is known to name such a thing in this account and region. AWS takes ARNs of other
 * accounts and regions for malformed: https://github.com/hashicorp/terraform/issues/20304
 *
 * @throws AwsError ValidationError
 */
export const checkedArn = (scope: Scope, noun: Noun, arn: string): string => {
  if (nounOf(scope, arn) !== noun) throw validationError(`'${arn}' is not a valid ${noun} ARN`);
  return arn;
};

/** What an ARN of this account and region names; undefined when it names nothing of load balancing. */
export const nounOf = (scope: Scope, arn: string): Noun | undefined => {
  const parts = parseArn(arn);
  if (
    parts?.service !== "elasticloadbalancing" ||
    parts.partition !== scope.partition ||
    parts.region !== scope.region ||
    parts.accountId !== scope.accountId
  )
    return undefined;
  return (Object.keys(RESOURCES) as Noun[]).find((noun) => RESOURCES[noun].test(parts.resource));
};

/** The 16 hexadecimal digits at the end of ARNs. */
export const newId = (world: World): string => Buffer.from(world.randomBytes(8)).toString("hex");

/** An ARN of load balancing in a scope. */
export const elbArn = (scope: Scope, resource: string): string =>
  regionalArn(scope, "elasticloadbalancing", resource);

/** The part of an ARN that tells which family of load balancers it belongs to. */
export const familyOf = (type: string): "app" | "net" | "gwy" =>
  type === "network" ? "net" : type === "gateway" ? "gwy" : "app";

/** The ARN that begins like `arn` and names something below it: `listener/…` below `loadbalancer/…`. */
export const arnBelow = (arn: string, kind: "listener" | "listener-rule", id: string): string =>
  `${arn.replace(/:(?:loadbalancer|listener)\//, `:${kind}/`)}/${id}`;
