import { createHash } from "node:crypto";
import { createLeastRecentlyUsed } from "../../iam/index.ts";
import { zonesOf } from "./zones.ts";

/** A subnet of the default VPC: one per zone. */
export type Subnet = {
  readonly id: string;
  readonly cidr: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  /** The third octet at which its addresses begin; a /20 spans sixteen of them. */
  readonly thirdOctet: number;
};

/** The default VPC of an account in a region: it is computed, so that every replica knows the same one. */
export type DefaultVpc = {
  readonly id: string;
  readonly cidr: string;
  readonly dhcpOptionsId: string;
  readonly subnets: readonly [Subnet, Subnet, Subnet];
  readonly securityGroup: { readonly id: string; readonly name: string; readonly description: string };
};

/** Why bounded: a client signs for whatever region it likes, and each one would stay. */
const KEPT = 1024;

const known = createLeastRecentlyUsed<string, DefaultVpc>(KEPT);

/**
 * The default VPC of a place: 172.31.0.0/16 with a /20 subnet in each zone, as AWS makes them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
export const defaultVpc = (place: { readonly accountId: string; readonly region: string }): DefaultVpc => {
  const name = `${place.accountId}/${place.region}`;
  return known.get(name) ?? known.set(name, makeVpc(name, place.region));
};

const makeVpc = (name: string, region: string): DefaultVpc => {
  const id = (kind: string, what: string): string =>
    `${kind}-0${createHash("sha256").update(`${name}/${what}`).digest("hex").slice(0, 16)}`;
  const subnet = (zone: { name: string; id: string }, index: number): Subnet => ({
    id: id("subnet", zone.name),
    cidr: `172.31.${index * 16}.0/20`,
    availabilityZone: zone.name,
    availabilityZoneId: zone.id,
    thirdOctet: index * 16,
  });
  const [a, b, c] = zonesOf(region);
  return {
    id: id("vpc", "vpc"),
    cidr: "172.31.0.0/16",
    dhcpOptionsId: id("dopt", "dhcp"),
    subnets: [subnet(a, 0), subnet(b, 1), subnet(c, 2)],
    securityGroup: { id: id("sg", "default"), name: "default", description: "default VPC security group" },
  };
};

/**
 * The private DNS name of an address.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
 */
export const privateDnsName = (address: string, region: string): string => {
  const host = `ip-${address.replaceAll(".", "-")}`;
  return region === "us-east-1" ? `${host}.ec2.internal` : `${host}.${region}.compute.internal`;
};
