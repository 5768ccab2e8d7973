import type { Certificate, MutualAuthenticationAttributes } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { checkCertificate } from "../certificates/known-certificate.ts";
import { invalidConfiguration, notCarried, sslPolicyNotFound, validationError } from "../errors.ts";
import { findSslPolicy } from "../ssl-policies/ssl-policies.ts";
import { isSecure } from "./protocols.ts";
import type { ListenerRow } from "./table.ts";

/** What a request says about a listener's TLS. */
export type SecurityRequest = {
  readonly SslPolicy?: string | undefined;
  readonly Certificates?: readonly Certificate[] | undefined;
  readonly AlpnPolicy?: readonly string[] | undefined;
  readonly MutualAuthentication?: MutualAuthenticationAttributes | undefined;
};

type Security = Pick<ListenerRow, "sslPolicy" | "certificateArns" | "alpnPolicy" | "mutualAuthentication">;

/** What listeners have that name no policy. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const DEFAULT_POLICY = "ELBSecurityPolicy-2016-08";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html#alpn-policies */
const ALPN_POLICIES: readonly string[] = [
  "HTTP1Only",
  "HTTP2Only",
  "HTTP2Optional",
  "HTTP2Preferred",
  "None",
];

const refuseFor = (protocol: string, request: SecurityRequest): void => {
  const { SslPolicy, Certificates = [], AlpnPolicy = [], MutualAuthentication } = request;
  if (Certificates.length > 0)
    throw validationError(`Certificates cannot be specified for ${protocol} listeners`);
  if (SslPolicy !== undefined)
    throw validationError(`An SSL policy cannot be specified for ${protocol} listeners`);
  if (AlpnPolicy.length > 0) throw validationError("An ALPN policy can be specified for TLS listeners only");
  if ((MutualAuthentication?.Mode ?? "off") !== "off")
    throw validationError("Mutual authentication can be specified for HTTPS listeners only");
};

const certificatesOf = (
  { state, scope }: { readonly state: Reader; readonly scope: Scope },
  protocol: string,
  certificates: readonly Certificate[] | undefined,
  present: readonly string[],
): readonly string[] => {
  const [certificate, ...more] = certificates ?? [];
  if (certificate === undefined) {
    if (present.length > 0) return present;
    throw validationError(`A certificate must be specified for ${protocol} listeners`);
  }
  if (more.length > 0)
    throw validationError(`Exactly one certificate must be specified for ${protocol} listeners`);
  const { CertificateArn: arn = "" } = certificate;
  checkCertificate(state, scope, arn);
  // The default certificate gives way to the new one; those that were added stay.
  return [arn, ...present.slice(1).filter((other) => other !== arn)];
};

const alpnOf = (protocol: string, asked: readonly string[] | undefined): readonly string[] | undefined => {
  if (asked === undefined || asked.length === 0) return undefined;
  if (protocol !== "TLS") throw validationError("An ALPN policy can be specified for TLS listeners only");
  const [policy = "", ...more] = asked;
  if (more.length > 0) throw invalidConfiguration("You can specify one ALPN policy only");
  if (!ALPN_POLICIES.includes(policy)) {
    throw validationError(`ALPN policy '${policy}' must be one of '${ALPN_POLICIES.join(", ")}'`);
  }
  return [policy];
};

const mutualOf = (
  protocol: string,
  asked: MutualAuthenticationAttributes | undefined,
): MutualAuthenticationAttributes | undefined => {
  const { Mode = "off" } = asked ?? {};
  if (!["off", "passthrough", "verify"].includes(Mode))
    throw validationError(`Mutual authentication mode '${Mode}' must be one of 'off, passthrough, verify'`);
  if (Mode !== "off") throw notCarried("mutual authentication");
  return protocol === "HTTPS" ? { Mode } : undefined;
};

/**
 * The TLS of a listener, all settled: what the request says on top of what was there.
 *
 * @throws AwsError ValidationError, CertificateNotFound, SSLPolicyNotFound, InvalidConfigurationRequest
 */
export const settledSecurity = (
  place: { readonly state: Reader; readonly scope: Scope },
  protocol: string,
  request: SecurityRequest,
  present?: Security,
): Security => {
  if (!isSecure(protocol)) {
    refuseFor(protocol, request);
    return { certificateArns: [] };
  }
  const sslPolicy = request.SslPolicy ?? present?.sslPolicy ?? DEFAULT_POLICY;
  if (findSslPolicy(sslPolicy) === undefined) throw sslPolicyNotFound(sslPolicy);
  const alpnPolicy =
    request.AlpnPolicy === undefined && protocol === "TLS"
      ? present?.alpnPolicy
      : alpnOf(protocol, request.AlpnPolicy);
  const mutualAuthentication = mutualOf(protocol, request.MutualAuthentication);
  return {
    sslPolicy,
    certificateArns: certificatesOf(place, protocol, request.Certificates, present?.certificateArns ?? []),
    ...(alpnPolicy === undefined ? {} : { alpnPolicy }),
    ...(mutualAuthentication === undefined ? {} : { mutualAuthentication }),
  };
};
