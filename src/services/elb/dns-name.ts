/**
 * The DNS name of a load balancer: it ends in `.localhost`, which curl and browsers take for this machine without
 * asking anybody. https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 *
 * Where ports below 1024 can't be listened on, the port that stands in for them is part of the name, so that it can
 * be given to curl and browsers as it is.
 *
 * @param number decides between load balancers of the same name over time, as the number in AWS's names does
 * @param door see `Environment.loadBalancerDoor`; left out for load balancers that do without
 */
export const loadBalancerDnsName = (
  name: string,
  number: number,
  region: string,
  scheme: "internet-facing" | "internal",
  door?: number,
): string =>
  withDoor(
    `${scheme === "internal" ? "internal-" : ""}${name}-${number}.${region}.elb.localhost`.toLowerCase(),
    door,
  );

/** A DNS name without the port that stands in for those below 1024. */
export const withoutDoor = (dnsName: string): string => dnsName.replace(/:\d+$/, "");

/** The same name with the port, or without one. */
export const withDoor = (dnsName: string, door: number | undefined): string =>
  door === undefined ? withoutDoor(dnsName) : `${withoutDoor(dnsName)}:${door}`;
