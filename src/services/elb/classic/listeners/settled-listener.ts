import type { Listener } from "@aws-sdk/client-elastic-load-balancing";
import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { findServerCertificateByArn, type Given } from "../../../iam/index.ts";
import { validationError } from "../../errors.ts";
import { certificateNotFound, invalidConfiguration, unsupportedProtocol } from "../errors.ts";
import { DEFAULT_SECURITY_POLICY } from "../policies/security-policies.ts";
import type { ClassicListener } from "../table.ts";

type Protocol = ClassicListener["protocol"];

/** The Internet protocol layer of each protocol, and whether it is encrypted. */
const PROTOCOLS: Readonly<Record<Protocol, { readonly layer: 4 | 7; readonly secure: boolean }>> = {
  HTTP: { layer: 7, secure: false },
  HTTPS: { layer: 7, secure: true },
  TCP: { layer: 4, secure: false },
  SSL: { layer: 4, secure: true },
};

/** Whether a protocol is encrypted. */
export const isSecure = (protocol: Protocol): boolean => PROTOCOLS[protocol].secure;

/** Whether a protocol is one of HTTP. */
export const isHttp = (protocol: Protocol): boolean => PROTOCOLS[protocol].layer === 7;

const protocolOf = (text: string): Protocol => {
  const name = text.toUpperCase();
  if (!Object.hasOwn(PROTOCOLS, name)) throw unsupportedProtocol();
  // INVARIANT: the line above looked it up.
  return name as Protocol;
};

const checkPort = (name: string, port: number): void => {
  if (port < 1 || port > 65_535) throw validationError(`${name} must be in the range 1-65535`);
};

/** The certificate's own ARN. Throws CertificateNotFound unless the account has it. */
export const certificateArnOf = (state: Reader, scope: Scope, id: string): string => {
  const certificate = findServerCertificateByArn(state, id);
  if (certificate?.accountId !== scope.accountId) throw certificateNotFound(id);
  return certificate.arn;
};

/**
 * A listener of a request with everything settled. Protocols come in any letter case; a certificate on a listener
 * that is not encrypted is left out, as AWS does (https://github.com/hashicorp/terraform/issues/3301). A secure one
 * gets the default security policy.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
 *
 * @throws AwsError ValidationError, UnsupportedProtocol, CertificateNotFound
 */
export const settledListener = (state: Reader, scope: Scope, given: Given<Listener>): ClassicListener => {
  const protocol = protocolOf(given.Protocol);
  const { layer, secure } = PROTOCOLS[protocol];
  const plain = layer === 7 ? "HTTP" : "TCP";
  const instanceProtocol = protocolOf(given.InstanceProtocol ?? plain);
  checkPort("LoadBalancerPort", given.LoadBalancerPort);
  if (PROTOCOLS[instanceProtocol].layer !== layer)
    throw validationError(
      `InstanceProtocol ${instanceProtocol} is not at the same Internet protocol layer as Protocol ${protocol}`,
    );
  const parts = {
    protocol,
    loadBalancerPort: given.LoadBalancerPort,
    instanceProtocol,
    instancePort: given.InstancePort,
  };
  if (!secure) return { ...parts, policyNames: [] };
  if (given.SSLCertificateId === undefined || given.SSLCertificateId === "")
    throw validationError("Secure Listeners need to specify a SSLCertificateId");
  return {
    ...parts,
    certificateArn: certificateArnOf(state, scope, given.SSLCertificateId),
    policyNames: [DEFAULT_SECURITY_POLICY],
  };
};

/** Whether two listeners are the same but for the policies that were set later. */
export const sameListener = (left: ClassicListener, right: ClassicListener): boolean =>
  left.loadBalancerPort === right.loadBalancerPort &&
  left.protocol === right.protocol &&
  left.instanceProtocol === right.instanceProtocol &&
  left.instancePort === right.instancePort &&
  left.certificateArn === right.certificateArn;

/**
 * Refuses listeners that speak to one port of the instances both encrypted and not.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html
 */
export const checkInstanceProtocols = (listeners: readonly ClassicListener[]): void => {
  const secure = new Map<number, boolean>();
  for (const { instancePort, instanceProtocol } of listeners) {
    const wanted = isSecure(instanceProtocol);
    if ((secure.get(instancePort) ?? wanted) !== wanted)
      throw invalidConfiguration(
        `Listeners with the InstancePort ${instancePort} must all have a secure InstanceProtocol, or none of them`,
      );
    secure.set(instancePort, wanted);
  }
};
