import { createPublicKey } from "node:crypto";
import type { PolicyAttribute } from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import { validationError } from "../../errors.ts";
import {
  duplicatePolicyName,
  invalidConfiguration,
  policyNotFound,
  policyTypeNotFound,
  tooManyPolicies,
} from "../errors.ts";
import { QUOTAS } from "../quotas.ts";
import type { ClassicLoadBalancerRow, ClassicPolicy } from "../table.ts";
import { POLICY_TYPES, type PolicyAttributeType, type PolicyType } from "./policy-types.ts";
import { securityPolicy } from "./security-policies.ts";
import { REFERENCE, SSL_ATTRIBUTES } from "./ssl-attributes.ts";

type Attribute = ClassicPolicy["attributes"][number];

const invalidAttribute = (name: string, value: string) =>
  invalidConfiguration(`The value '${value}' is not valid for the policy attribute ${name}`);

/** Whether a text is a public key: base64 of its DER form, with or without the lines of PEM around it. */
const isPublicKey = (text: string): boolean => {
  const key = text.replace(/-----[A-Z ]+-----/g, "").replace(/\s+/g, "");
  try {
    createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    return true;
  } catch {
    return false;
  }
};

const checkValue = (
  { name, type }: PolicyAttributeType,
  value: string,
  loadBalancer: ClassicLoadBalancerRow,
): void => {
  if (type === "Boolean" && !/^(?:true|false)$/i.test(value)) throw invalidAttribute(name, value);
  if (type === "Long" && !/^\d{1,15}$/.test(value)) throw invalidAttribute(name, value);
  if (type === "PolicyName") {
    const policy = loadBalancer.policies.find((each) => each.name === value);
    if (policy === undefined) throw policyNotFound(value, loadBalancer.name);
    if (policy.type !== "PublicKeyPolicyType") throw invalidAttribute(name, value);
  }
  if (name === "PublicKey" && !isPublicKey(value)) throw invalidAttribute(name, value);
  // https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1: a cookie's name is a token
  if (name === "CookieName" && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,255}$/.test(value))
    throw invalidAttribute(name, value);
  if (name === REFERENCE && securityPolicy(value) === undefined) throw policyNotFound(value);
};

const checkCardinality = ({ name, cardinality }: PolicyAttributeType, count: number): void => {
  if (count === 0 && (cardinality === "ONE" || cardinality === "ONE_OR_MORE"))
    throw invalidConfiguration(`The policy attribute ${name} is required`);
  if (count > 1 && (cardinality === "ONE" || cardinality === "ZERO_OR_ONE"))
    throw invalidConfiguration(`The policy attribute ${name} can have only one value`);
};

/** A security policy says of every protocol and cipher whether it is on. */
const wholeSsl = (attributes: readonly Attribute[]): readonly Attribute[] => {
  const reference = attributes.find(({ name }) => name === REFERENCE)?.value;
  if (reference !== undefined) {
    if (attributes.length > 1)
      throw invalidConfiguration(`${REFERENCE} cannot be combined with other policy attributes`);
    return securityPolicy(reference)?.attributes ?? [];
  }
  return SSL_ATTRIBUTES.map((name) => ({
    name,
    value: attributes.find((attribute) => attribute.name === name)?.value ?? "false",
  }));
};

const checkedAttributes = (
  type: PolicyType,
  given: readonly Given<PolicyAttribute>[],
  loadBalancer: ClassicLoadBalancerRow,
): readonly Attribute[] => {
  const attributes = given.map(({ AttributeName = "", AttributeValue = "" }): Attribute => {
    const known = type.attributes.find(({ name }) => name === AttributeName);
    if (known === undefined)
      throw invalidConfiguration(`${type.name} has no policy attribute ${AttributeName}`);
    checkValue(known, AttributeValue, loadBalancer);
    return {
      name: known.name,
      value: known.type === "Boolean" ? AttributeValue.toLowerCase() : AttributeValue,
    };
  });
  for (const known of type.attributes)
    checkCardinality(known, attributes.filter(({ name }) => name === known.name).length);
  return type.name === "SSLNegotiationPolicyType" ? wholeSsl(attributes) : attributes;
};

/**
 * A load balancer with one more policy.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancerPolicy.html
 *
 * @throws AwsError ValidationError, PolicyTypeNotFound, DuplicatePolicyName, TooManyPolicies, PolicyNotFound,
 * InvalidConfigurationRequest
 */
export const withPolicy = (
  loadBalancer: ClassicLoadBalancerRow,
  policy: {
    readonly name: string;
    readonly type: string;
    readonly attributes: readonly Given<PolicyAttribute>[];
  },
): ClassicLoadBalancerRow => {
  const { name } = policy;
  if (!/^[A-Za-z0-9-]{1,128}$/.test(name))
    throw validationError(
      "Policy name cannot contain characters that are not letters, or digits or the dash.",
    );
  const type = POLICY_TYPES.find((each) => each.name === policy.type);
  if (type === undefined) throw policyTypeNotFound(policy.type);
  if (loadBalancer.policies.some((each) => each.name === name) || securityPolicy(name) !== undefined)
    throw duplicatePolicyName(name);
  if (loadBalancer.policies.length >= QUOTAS.policies) throw tooManyPolicies();
  const attributes = checkedAttributes(type, policy.attributes, loadBalancer);
  return { ...loadBalancer, policies: [...loadBalancer.policies, { name, type: type.name, attributes }] };
};
