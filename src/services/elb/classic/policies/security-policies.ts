import type { ClassicPolicy } from "../table.ts";
import { REFERENCE, SERVER_ORDER, SSL_ATTRIBUTES } from "./ssl-attributes.ts";

/** What a secure listener gets unless told otherwise. */
export const DEFAULT_SECURITY_POLICY = "ELBSecurityPolicy-2016-08";

const TLS_1_2_CIPHERS = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES128-SHA256",
  "ECDHE-RSA-AES128-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-AES256-SHA384",
  "ECDHE-RSA-AES256-SHA384",
  "AES128-GCM-SHA256",
  "AES128-SHA256",
  "AES256-GCM-SHA384",
  "AES256-SHA256",
];
const CIPHERS = [
  ...TLS_1_2_CIPHERS,
  "ECDHE-ECDSA-AES128-SHA",
  "ECDHE-RSA-AES128-SHA",
  "ECDHE-RSA-AES256-SHA",
  "ECDHE-ECDSA-AES256-SHA",
  "AES128-SHA",
  "AES256-SHA",
];
const DHE_CIPHERS = [...CIPHERS, "DHE-RSA-AES128-SHA", "DHE-DSS-AES128-SHA"];

const TLS_1_2 = ["Protocol-TLSv1.2"];
const TLS_1_1 = ["Protocol-TLSv1.1", ...TLS_1_2];
const TLS_1_0 = ["Protocol-TLSv1", ...TLS_1_1];

/**
 * The predefined security policies: those that AWS still documents, newest first.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html
 */
const PREDEFINED: Readonly<Record<string, readonly string[]>> = {
  [DEFAULT_SECURITY_POLICY]: [...TLS_1_0, ...CIPHERS],
  "ELBSecurityPolicy-TLS-1-2-2017-01": [...TLS_1_2, ...TLS_1_2_CIPHERS],
  "ELBSecurityPolicy-TLS-1-1-2017-01": [...TLS_1_1, ...CIPHERS],
  "ELBSecurityPolicy-2015-05": [...TLS_1_0, ...CIPHERS, "DES-CBC3-SHA"],
  "ELBSecurityPolicy-2015-03": [...TLS_1_0, ...DHE_CIPHERS, "DES-CBC3-SHA"],
  "ELBSecurityPolicy-2015-02": [...TLS_1_0, ...DHE_CIPHERS],
};

const policyOf = (name: string, enabled: readonly string[]): ClassicPolicy => ({
  name,
  type: "SSLNegotiationPolicyType",
  attributes: [
    { name: REFERENCE, value: name },
    ...SSL_ATTRIBUTES.map((attribute) => ({
      name: attribute,
      value: String(attribute === SERVER_ORDER || enabled.includes(attribute)),
    })),
  ],
});

/** The predefined security policies, as policies of a load balancer. */
export const SECURITY_POLICIES: readonly ClassicPolicy[] = Object.entries(PREDEFINED).map(([name, enabled]) =>
  policyOf(name, enabled),
);

/** The predefined security policy of a name. */
export const securityPolicy = (name: string): ClassicPolicy | undefined =>
  SECURITY_POLICIES.find((policy) => policy.name === name);
