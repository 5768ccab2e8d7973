/**
 * The DNS name of a load balancer: it ends in `.localhost`, which curl and browsers take for this machine without
 * asking anybody. https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 *
 * @param number decides between load balancers of the same name over time, as the number in AWS's names does
 */
export const loadBalancerDnsName = (
  name: string,
  number: number,
  region: string,
  scheme: "internet-facing" | "internal",
): string =>
  `${scheme === "internal" ? "internal-" : ""}${name}-${number}.${region}.elb.localhost`.toLowerCase();
