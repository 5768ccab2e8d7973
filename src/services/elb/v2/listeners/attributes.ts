import {
  type Attribute,
  type AttributeRules,
  attributeValue,
  flag,
  keysOf,
  number,
  textLike,
  withAttributes,
  word,
} from "../attributes/attribute.ts";
import type { ListenerRow } from "./table.ts";

const name = textLike(/^[A-Za-z0-9_-]{1,40}$/, "must be the name of a header");
const value = textLike(/^[\x20-\x7e]{1,1024}$/, "must be the value of a header");

const ANSWER = "routing.http.response.";
const REQUEST = "routing.http.request.x_amzn_";

const HTTP: AttributeRules = {
  [`${ANSWER}server.enabled`]: flag(true),
  [`${ANSWER}strict_transport_security.header_value`]: value,
  [`${ANSWER}access_control_allow_origin.header_value`]: value,
  [`${ANSWER}access_control_allow_methods.header_value`]: value,
  [`${ANSWER}access_control_allow_headers.header_value`]: value,
  [`${ANSWER}access_control_allow_credentials.header_value`]: word("", "true"),
  [`${ANSWER}access_control_expose_headers.header_value`]: value,
  [`${ANSWER}access_control_max_age.header_value`]: textLike(/^\d{1,5}$/, "must be a number of seconds"),
  [`${ANSWER}content_security_policy.header_value`]: value,
  [`${ANSWER}x_content_type_options.header_value`]: word("", "nosniff"),
  [`${ANSWER}x_frame_options.header_value`]: textLike(
    /^(?:DENY|SAMEORIGIN|ALLOW-FROM [\x21-\x7e]{1,1000})$/,
    "must be 'DENY', 'SAMEORIGIN' or 'ALLOW-FROM' with a URL",
  ),
};

const HTTPS: AttributeRules = {
  ...HTTP,
  ...Object.fromEntries(
    [
      "mtls_clientcert_serial_number",
      "mtls_clientcert_issuer",
      "mtls_clientcert_subject",
      "mtls_clientcert_validity",
      "mtls_clientcert_leaf",
      "mtls_clientcert",
      "tls_version",
      "tls_cipher_suite",
    ].map((header) => [`${REQUEST}${header}.header_name`, name]),
  ),
};

const TCP: AttributeRules = { "tcp.idle_timeout.seconds": number(350, 60, 6000) };

const RULES: Readonly<Record<string, AttributeRules>> = { HTTP, HTTPS, TCP };

const KNOWN = keysOf(HTTPS, TCP);

/**
 * The attributes that a listener has; those of TLS have none.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
 */
export const listenerAttributeRules = ({ protocol }: Pick<ListenerRow, "protocol">): AttributeRules =>
  RULES[protocol] ?? {};

/** What an attribute of a listener is at the moment; undefined for one that it does not have. */
export const listenerAttribute = (row: ListenerRow, key: string): string | undefined =>
  attributeValue(listenerAttributeRules(row), row.attributes, key);

/**
 * The attributes of a listener with those that a request sets.
 *
 * @throws AwsError ValidationError, InvalidConfigurationRequest
 */
export const withListenerAttributes = (
  row: ListenerRow,
  asked: readonly Attribute[],
): Readonly<Record<string, string>> =>
  withAttributes(
    "Listener",
    `listeners with protocol '${row.protocol}'`,
    listenerAttributeRules(row),
    KNOWN,
    row.attributes,
    asked,
  );
