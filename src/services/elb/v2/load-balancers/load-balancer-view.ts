import type { AvailabilityZone, LoadBalancer } from "@aws-sdk/client-elastic-load-balancing-v2";
import { hostedZoneOf } from "./hosted-zones.ts";
import type { LoadBalancerRow } from "./table.ts";

/** The zones of a load balancer as the API shows them. */
export const zoneViews = ({ subnets, scheme }: LoadBalancerRow): AvailabilityZone[] =>
  subnets.map(({ subnetId, zoneName, privateIpv4Address }) => ({
    ZoneName: zoneName,
    SubnetId: subnetId,
    LoadBalancerAddresses:
      privateIpv4Address === undefined || scheme !== "internal"
        ? []
        : [{ PrivateIPv4Address: privateIpv4Address }],
  }));

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html */
export const loadBalancerView = (row: LoadBalancerRow): LoadBalancer => ({
  LoadBalancerArn: row.arn,
  DNSName: row.dnsName,
  CanonicalHostedZoneId: hostedZoneOf(row.region, row.type),
  CreatedTime: new Date(row.createdAt),
  LoadBalancerName: row.name,
  Scheme: row.scheme,
  VpcId: row.vpcId,
  State: {
    Code: row.state.code,
    ...(row.state.reason === undefined ? {} : { Reason: row.state.reason }),
  },
  Type: row.type,
  AvailabilityZones: zoneViews(row),
  // A network load balancer that was made without security groups never has any, and shows none.
  ...(row.type === "network" && row.securityGroups.length === 0
    ? {}
    : { SecurityGroups: [...row.securityGroups] }),
  IpAddressType: row.ipAddressType as LoadBalancer["IpAddressType"],
  ...(row.enforcePrivateLinkRules === undefined
    ? {}
    : { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: row.enforcePrivateLinkRules }),
  ...(row.type === "network" ? { EnablePrefixForIpv6SourceNat: "off" } : {}),
});
