import type { AnyOperation } from "../../../operation/index.ts";
import { describeAccountLimits } from "./account-limits/describe-account-limits.ts";
import { describeLoadBalancerAttributes } from "./attributes/describe-load-balancer-attributes.ts";
import { modifyLoadBalancerAttributes } from "./attributes/modify-load-balancer-attributes.ts";
import { configureHealthCheck } from "./health-check/configure-health-check.ts";
import { deregisterInstancesFromLoadBalancer } from "./instances/deregister-instances-from-load-balancer.ts";
import { describeInstanceHealth } from "./instances/describe-instance-health.ts";
import { registerInstancesWithLoadBalancer } from "./instances/register-instances-with-load-balancer.ts";
import { createLoadBalancerListeners } from "./listeners/create-load-balancer-listeners.ts";
import { deleteLoadBalancerListeners } from "./listeners/delete-load-balancer-listeners.ts";
import { setLoadBalancerListenerSslCertificate } from "./listeners/set-load-balancer-listener-ssl-certificate.ts";
import { setLoadBalancerPoliciesOfListener } from "./listeners/set-load-balancer-policies-of-listener.ts";
import { createLoadBalancer } from "./load-balancers/create-load-balancer.ts";
import { deleteLoadBalancer } from "./load-balancers/delete-load-balancer.ts";
import { describeLoadBalancers } from "./load-balancers/describe-load-balancers.ts";
import { createAppCookieStickinessPolicy } from "./policies/create-app-cookie-stickiness-policy.ts";
import { createLbCookieStickinessPolicy } from "./policies/create-lb-cookie-stickiness-policy.ts";
import { createLoadBalancerPolicy } from "./policies/create-load-balancer-policy.ts";
import { deleteLoadBalancerPolicy } from "./policies/delete-load-balancer-policy.ts";
import { describeLoadBalancerPolicies } from "./policies/describe-load-balancer-policies.ts";
import { describeLoadBalancerPolicyTypes } from "./policies/describe-load-balancer-policy-types.ts";
import { setLoadBalancerPoliciesForBackendServer } from "./policies/set-load-balancer-policies-for-backend-server.ts";
import { applySecurityGroupsToLoadBalancer } from "./subnets-and-zones/apply-security-groups-to-load-balancer.ts";
import { attachLoadBalancerToSubnets } from "./subnets-and-zones/attach-load-balancer-to-subnets.ts";
import { detachLoadBalancerFromSubnets } from "./subnets-and-zones/detach-load-balancer-from-subnets.ts";
import { disableAvailabilityZonesForLoadBalancer } from "./subnets-and-zones/disable-availability-zones-for-load-balancer.ts";
import { enableAvailabilityZonesForLoadBalancer } from "./subnets-and-zones/enable-availability-zones-for-load-balancer.ts";
import { addTags } from "./tags/add-tags.ts";
import { describeTags } from "./tags/describe-tags.ts";
import { removeTags } from "./tags/remove-tags.ts";

/** Every operation of Classic Load Balancers. */
export const operations: readonly AnyOperation[] = [
  addTags,
  applySecurityGroupsToLoadBalancer,
  attachLoadBalancerToSubnets,
  configureHealthCheck,
  createAppCookieStickinessPolicy,
  createLbCookieStickinessPolicy,
  createLoadBalancer,
  createLoadBalancerListeners,
  createLoadBalancerPolicy,
  deleteLoadBalancer,
  deleteLoadBalancerListeners,
  deleteLoadBalancerPolicy,
  deregisterInstancesFromLoadBalancer,
  describeAccountLimits,
  describeInstanceHealth,
  describeLoadBalancerAttributes,
  describeLoadBalancerPolicies,
  describeLoadBalancerPolicyTypes,
  describeLoadBalancers,
  describeTags,
  detachLoadBalancerFromSubnets,
  disableAvailabilityZonesForLoadBalancer,
  enableAvailabilityZonesForLoadBalancer,
  modifyLoadBalancerAttributes,
  registerInstancesWithLoadBalancer,
  removeTags,
  setLoadBalancerListenerSslCertificate,
  setLoadBalancerPoliciesForBackendServer,
  setLoadBalancerPoliciesOfListener,
];
