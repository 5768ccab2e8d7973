import type { LoadBalancerDescription, Policies } from "@aws-sdk/client-elastic-load-balancing";
import type { Reader } from "../../../../state/index.ts";
import { defaultVpc } from "../../../ec2/index.ts";
import type { Given } from "../../../iam/index.ts";
import { healthCheckView } from "../health-check/health-check-view.ts";
import { registeredInstances } from "../instances/registered-instances.ts";
import { attributeOf } from "../policies/attribute-of.ts";
import type { ClassicListener, ClassicLoadBalancerRow, ClassicPolicy } from "../table.ts";
import { hostedZoneId } from "./hosted-zone.ts";

const listenerView = (listener: ClassicListener) => ({
  Listener: {
    Protocol: listener.protocol,
    LoadBalancerPort: listener.loadBalancerPort,
    InstanceProtocol: listener.instanceProtocol,
    InstancePort: listener.instancePort,
    ...(listener.certificateArn === undefined ? {} : { SSLCertificateId: listener.certificateArn }),
  },
  PolicyNames: listener.policyNames,
});

const policiesView = (policies: readonly ClassicPolicy[]): Given<Policies> => {
  const ofType = (type: string) => policies.filter((policy) => policy.type === type);
  return {
    AppCookieStickinessPolicies: ofType("AppCookieStickinessPolicyType").map((policy) => ({
      PolicyName: policy.name,
      CookieName: attributeOf(policy, "CookieName") ?? "",
    })),
    LBCookieStickinessPolicies: ofType("LBCookieStickinessPolicyType").map((policy) => {
      const period = attributeOf(policy, "CookieExpirationPeriod");
      return {
        PolicyName: policy.name,
        ...(period === undefined ? {} : { CookieExpirationPeriod: Number(period) }),
      };
    }),
    OtherPolicies: policies
      .filter(({ type }) => !type.endsWith("CookieStickinessPolicyType"))
      .map(({ name }) => name),
  };
};

/**
 * A load balancer as the API shows it; `now` in milliseconds since the epoch.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_LoadBalancerDescription.html
 */
export const loadBalancerView = (
  state: Reader,
  row: ClassicLoadBalancerRow,
  now: number,
): Given<LoadBalancerDescription> => {
  const zone = hostedZoneId(row.region);
  return {
    LoadBalancerName: row.name,
    DNSName: row.dnsName,
    // An internal load balancer has no name in the public zone.
    ...(row.scheme === "internal" ? {} : { CanonicalHostedZoneName: row.dnsName }),
    ...(zone === undefined ? {} : { CanonicalHostedZoneNameID: zone }),
    ListenerDescriptions: row.listeners.map(listenerView),
    Policies: policiesView(row.policies),
    BackendServerDescriptions: row.backendPolicies.map(({ instancePort, policyNames }) => ({
      InstancePort: instancePort,
      PolicyNames: policyNames,
    })),
    AvailabilityZones: row.subnets.map(({ zoneName }) => zoneName),
    Subnets: row.subnets.map(({ subnetId }) => subnetId),
    VPCId: row.vpcId,
    Instances: registeredInstances(state, row, now).map(({ instanceId }) => ({ InstanceId: instanceId })),
    HealthCheck: healthCheckView(row.healthCheck),
    SourceSecurityGroup: { OwnerAlias: row.accountId, GroupName: defaultVpc(row).securityGroup.name },
    SecurityGroups: row.securityGroups,
    CreatedTime: new Date(row.createdAt),
    Scheme: row.scheme,
  };
};
