import type { AnyOperation } from "../../../operation/index.ts";
import { describeAccountLimits } from "./account-limits/describe-account-limits.ts";
import { describeCapacityReservation } from "./capacity-reservations/describe-capacity-reservation.ts";
import { modifyCapacityReservation } from "./capacity-reservations/modify-capacity-reservation.ts";
import { addListenerCertificates } from "./certificates/add-listener-certificates.ts";
import { describeListenerCertificates } from "./certificates/describe-listener-certificates.ts";
import { removeListenerCertificates } from "./certificates/remove-listener-certificates.ts";
import { modifyIpPools } from "./ip-pools/modify-ip-pools.ts";
import { createListener } from "./listeners/create-listener.ts";
import { deleteListener } from "./listeners/delete-listener.ts";
import { describeListenerAttributes } from "./listeners/describe-listener-attributes.ts";
import { describeListeners } from "./listeners/describe-listeners.ts";
import { modifyListener } from "./listeners/modify-listener.ts";
import { modifyListenerAttributes } from "./listeners/modify-listener-attributes.ts";
import { createLoadBalancer } from "./load-balancers/create-load-balancer.ts";
import { deleteLoadBalancer } from "./load-balancers/delete-load-balancer.ts";
import { describeLoadBalancerAttributes } from "./load-balancers/describe-load-balancer-attributes.ts";
import { describeLoadBalancers } from "./load-balancers/describe-load-balancers.ts";
import { modifyLoadBalancerAttributes } from "./load-balancers/modify-load-balancer-attributes.ts";
import { setIpAddressType } from "./load-balancers/set-ip-address-type.ts";
import { setSecurityGroups } from "./load-balancers/set-security-groups.ts";
import { setSubnets } from "./load-balancers/set-subnets.ts";
import { getResourcePolicy } from "./resource-policies/get-resource-policy.ts";
import { createRule } from "./rules/create-rule.ts";
import { deleteRule } from "./rules/delete-rule.ts";
import { describeRules } from "./rules/describe-rules.ts";
import { modifyRule } from "./rules/modify-rule.ts";
import { setRulePriorities } from "./rules/set-rule-priorities.ts";
import { describeSslPolicies } from "./ssl-policies/describe-ssl-policies.ts";
import { addTags } from "./tags/add-tags.ts";
import { describeTags } from "./tags/describe-tags.ts";
import { removeTags } from "./tags/remove-tags.ts";
import { createTargetGroup } from "./target-groups/create-target-group.ts";
import { deleteTargetGroup } from "./target-groups/delete-target-group.ts";
import { describeTargetGroupAttributes } from "./target-groups/describe-target-group-attributes.ts";
import { describeTargetGroups } from "./target-groups/describe-target-groups.ts";
import { modifyTargetGroup } from "./target-groups/modify-target-group.ts";
import { modifyTargetGroupAttributes } from "./target-groups/modify-target-group-attributes.ts";
import { deregisterTargets } from "./targets/deregister-targets.ts";
import { describeTargetHealth } from "./targets/describe-target-health.ts";
import { registerTargets } from "./targets/register-targets.ts";
import { addTrustStoreRevocations } from "./trust-stores/add-trust-store-revocations.ts";
import { createTrustStore } from "./trust-stores/create-trust-store.ts";
import { deleteSharedTrustStoreAssociation } from "./trust-stores/delete-shared-trust-store-association.ts";
import { deleteTrustStore } from "./trust-stores/delete-trust-store.ts";
import { describeTrustStoreAssociations } from "./trust-stores/describe-trust-store-associations.ts";
import { describeTrustStoreRevocations } from "./trust-stores/describe-trust-store-revocations.ts";
import { describeTrustStores } from "./trust-stores/describe-trust-stores.ts";
import { getTrustStoreCaCertificatesBundle } from "./trust-stores/get-trust-store-ca-certificates-bundle.ts";
import { getTrustStoreRevocationContent } from "./trust-stores/get-trust-store-revocation-content.ts";
import { modifyTrustStore } from "./trust-stores/modify-trust-store.ts";
import { removeTrustStoreRevocations } from "./trust-stores/remove-trust-store-revocations.ts";

/** Every operation of Elastic Load Balancing 2015-12-01. */
export const operations: readonly AnyOperation[] = [
  describeAccountLimits,
  describeCapacityReservation,
  modifyCapacityReservation,
  addListenerCertificates,
  describeListenerCertificates,
  removeListenerCertificates,
  modifyIpPools,
  createListener,
  deleteListener,
  describeListenerAttributes,
  describeListeners,
  modifyListenerAttributes,
  modifyListener,
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancerAttributes,
  describeLoadBalancers,
  modifyLoadBalancerAttributes,
  setIpAddressType,
  setSecurityGroups,
  setSubnets,
  getResourcePolicy,
  createRule,
  deleteRule,
  describeRules,
  modifyRule,
  setRulePriorities,
  describeSslPolicies,
  addTags,
  describeTags,
  removeTags,
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroupAttributes,
  describeTargetGroups,
  modifyTargetGroupAttributes,
  modifyTargetGroup,
  deregisterTargets,
  describeTargetHealth,
  registerTargets,
  addTrustStoreRevocations,
  createTrustStore,
  deleteSharedTrustStoreAssociation,
  deleteTrustStore,
  describeTrustStoreAssociations,
  describeTrustStoreRevocations,
  describeTrustStores,
  getTrustStoreCaCertificatesBundle,
  getTrustStoreRevocationContent,
  modifyTrustStore,
  removeTrustStoreRevocations,
];
