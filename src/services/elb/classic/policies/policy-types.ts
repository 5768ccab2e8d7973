import { REFERENCE, SSL_ATTRIBUTES } from "./ssl-attributes.ts";

/** How often a policy has an attribute. */
export type Cardinality = "ONE" | "ZERO_OR_ONE" | "ZERO_OR_MORE" | "ONE_OR_MORE";

/** An attribute that policies of a type have. */
export type PolicyAttributeType = {
  readonly name: string;
  readonly type: "Boolean" | "Long" | "PolicyName" | "String";
  readonly cardinality: Cardinality;
  readonly defaultValue?: string;
};

/** A type of policy. */
export type PolicyType = {
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly PolicyAttributeType[];
};

/**
 * The policy types that there are, in AWS's words.
 * https://docs.aws.amazon.com/cli/latest/reference/elb/describe-load-balancer-policy-types.html (its example)
 */
export const POLICY_TYPES: readonly PolicyType[] = [
  {
    name: "ProxyProtocolPolicyType",
    description:
      "Policy that controls whether to include the IP address and port of the originating request for TCP messages. This policy operates on TCP/SSL listeners only",
    attributes: [{ name: "ProxyProtocol", type: "Boolean", cardinality: "ONE" }],
  },
  {
    name: "PublicKeyPolicyType",
    description:
      "Policy containing a list of public keys to accept when authenticating the back-end server(s). This policy cannot be applied directly to back-end servers or listeners but must be part of a BackendServerAuthenticationPolicyType.",
    attributes: [{ name: "PublicKey", type: "String", cardinality: "ONE" }],
  },
  {
    name: "AppCookieStickinessPolicyType",
    description:
      "Stickiness policy with session lifetimes controlled by the lifetime of the application-generated cookie. This policy can be associated only with HTTP/HTTPS listeners.",
    attributes: [{ name: "CookieName", type: "String", cardinality: "ONE" }],
  },
  {
    name: "LBCookieStickinessPolicyType",
    description:
      "Stickiness policy with session lifetimes controlled by the browser (user-agent) or a specified expiration period. This policy can be associated only with HTTP/HTTPS listeners.",
    attributes: [{ name: "CookieExpirationPeriod", type: "Long", cardinality: "ZERO_OR_ONE" }],
  },
  {
    name: "SSLNegotiationPolicyType",
    description:
      "Listener policy that defines the ciphers and protocols that will be accepted by the load balancer. This policy can be associated only with HTTPS/SSL listeners.",
    attributes: [
      { name: REFERENCE, type: "String", cardinality: "ZERO_OR_ONE" },
      ...SSL_ATTRIBUTES.map(
        (name): PolicyAttributeType => ({
          name,
          type: "Boolean",
          cardinality: "ZERO_OR_ONE",
          defaultValue: "false",
        }),
      ),
    ],
  },
  {
    name: "BackendServerAuthenticationPolicyType",
    description:
      "Policy that controls authentication to back-end server(s) and contains one or more policies, such as an instance of a PublicKeyPolicyType. This policy can be associated only with back-end servers that are using HTTPS/SSL.",
    attributes: [{ name: "PublicKeyPolicyName", type: "PolicyName", cardinality: "ONE_OR_MORE" }],
  },
];
