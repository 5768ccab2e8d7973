import { AwsError } from "../../../../operation/index.ts";
import { validationError } from "../errors.ts";
import type { LoadBalancerRow } from "../load-balancers/table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
const PROTOCOLS: Readonly<Record<LoadBalancerRow["type"], readonly string[]>> = {
  application: ["HTTP", "HTTPS"],
  network: ["UDP", "TCP", "TCP_UDP", "TLS"],
  gateway: [],
};

/** What no proxy of TCP carries. */
const NOT_CARRIED: readonly string[] = ["UDP", "TCP_UDP", "QUIC", "TCP_QUIC"];

/** Whether a listener of a protocol ends TLS, and so has certificates and a policy. */
export const isSecure = (protocol: string): boolean => protocol === "HTTPS" || protocol === "TLS";

/**
 * Refuses protocols that a load balancer's listeners cannot have.
 *
 * @throws AwsError ValidationError, UnsupportedProtocol
 */
export const checkedProtocol = (type: LoadBalancerRow["type"], protocol: string | undefined): string => {
  if (protocol === undefined) throw validationError("A listener protocol must be specified");
  if (type === "network" && NOT_CARRIED.includes(protocol))
    throw new AwsError("UnsupportedProtocol", `Portreeve does not carry the protocol '${protocol}' yet`);
  if (!PROTOCOLS[type].includes(protocol))
    throw validationError(`Listener protocol '${protocol}' must be one of '${PROTOCOLS[type].join(", ")}'`);
  return protocol;
};
