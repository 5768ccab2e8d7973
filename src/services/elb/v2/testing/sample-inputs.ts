import {
  CERTIFICATE,
  makeListener,
  makeLoadBalancer,
  makeRule,
  makeTargetGroup,
  SUBNETS,
  VPC,
} from "./samples.ts";
import type { TestPlane } from "./test-plane.ts";

const TAGS = [{ Key: "team", Value: "a" }];

/** Makes one of everything, with tags; answers an input for each operation that fills all that decides on permission. */
export const sampleInputs = async (plane: TestPlane): Promise<Readonly<Record<string, object>>> => {
  const LoadBalancerArn = await makeLoadBalancer(plane, { Tags: TAGS });
  const TargetGroupArn = await makeTargetGroup(plane, { Tags: TAGS });
  const ListenerArn = await makeListener(plane, LoadBalancerArn, TargetGroupArn, { Tags: TAGS });
  const RuleArn = await makeRule(plane, ListenerArn, TargetGroupArn, 1, { Tags: TAGS });
  const TrustStoreArn =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:truststore/mine/0123456789abcdef";
  const Actions = [{ Type: "forward", TargetGroupArn }];
  const Certificates = [{ CertificateArn: CERTIFICATE }];
  const Targets = [{ Id: "172.31.0.10" }];
  const bundle = { CaCertificatesBundleS3Bucket: "bucket", CaCertificatesBundleS3Key: "key" };
  return {
    AddListenerCertificates: { ListenerArn, Certificates },
    AddTags: { ResourceArns: [LoadBalancerArn], Tags: TAGS },
    AddTrustStoreRevocations: { TrustStoreArn },
    CreateListener: {
      LoadBalancerArn,
      Protocol: "HTTPS",
      Port: 443,
      SslPolicy: "ELBSecurityPolicy-2016-08",
      DefaultActions: Actions,
      Tags: TAGS,
    },
    CreateLoadBalancer: {
      Name: "other",
      Subnets: SUBNETS,
      SecurityGroups: [VPC.securityGroup.id],
      Tags: TAGS,
    },
    CreateRule: {
      ListenerArn,
      Priority: 2,
      Conditions: [{ Field: "path-pattern", Values: ["/"] }],
      Actions,
      Tags: TAGS,
    },
    CreateTargetGroup: { Name: "other", Protocol: "HTTP", Port: 80, VpcId: VPC.id, Tags: TAGS },
    CreateTrustStore: { Name: "mine", ...bundle, Tags: TAGS },
    DeleteListener: { ListenerArn },
    DeleteLoadBalancer: { LoadBalancerArn },
    DeleteRule: { RuleArn },
    DeleteSharedTrustStoreAssociation: { TrustStoreArn, ResourceArn: LoadBalancerArn },
    DeleteTargetGroup: { TargetGroupArn },
    DeleteTrustStore: { TrustStoreArn },
    DeregisterTargets: { TargetGroupArn, Targets },
    DescribeAccountLimits: {},
    DescribeCapacityReservation: { LoadBalancerArn },
    DescribeListenerAttributes: { ListenerArn },
    DescribeListenerCertificates: { ListenerArn },
    DescribeListeners: { LoadBalancerArn },
    DescribeLoadBalancerAttributes: { LoadBalancerArn },
    DescribeLoadBalancers: {},
    DescribeRules: { ListenerArn },
    DescribeSSLPolicies: {},
    DescribeTags: { ResourceArns: [RuleArn] },
    DescribeTargetGroupAttributes: { TargetGroupArn },
    DescribeTargetGroups: {},
    DescribeTargetHealth: { TargetGroupArn },
    DescribeTrustStoreAssociations: { TrustStoreArn },
    DescribeTrustStoreRevocations: { TrustStoreArn },
    DescribeTrustStores: {},
    GetResourcePolicy: { ResourceArn: TrustStoreArn },
    GetTrustStoreCaCertificatesBundle: { TrustStoreArn },
    GetTrustStoreRevocationContent: { TrustStoreArn, RevocationId: 1 },
    ModifyCapacityReservation: { LoadBalancerArn, ResetCapacityReservation: true },
    ModifyIpPools: { LoadBalancerArn },
    ModifyListener: { ListenerArn, Protocol: "HTTPS", SslPolicy: "ELBSecurityPolicy-2016-08", Certificates },
    ModifyListenerAttributes: { ListenerArn, Attributes: [] },
    ModifyLoadBalancerAttributes: { LoadBalancerArn, Attributes: [] },
    ModifyRule: { RuleArn, Actions },
    ModifyTargetGroup: { TargetGroupArn, HealthCheckPath: "/health" },
    ModifyTargetGroupAttributes: { TargetGroupArn, Attributes: [] },
    ModifyTrustStore: { TrustStoreArn, ...bundle },
    RegisterTargets: { TargetGroupArn, Targets },
    RemoveListenerCertificates: { ListenerArn, Certificates },
    RemoveTags: { ResourceArns: [LoadBalancerArn], TagKeys: ["team"] },
    RemoveTrustStoreRevocations: { TrustStoreArn, RevocationIds: [1] },
    SetIpAddressType: { LoadBalancerArn, IpAddressType: "ipv4" },
    SetRulePriorities: { RulePriorities: [{ RuleArn, Priority: 3 }] },
    SetSecurityGroups: { LoadBalancerArn, SecurityGroups: [VPC.securityGroup.id] },
    SetSubnets: { LoadBalancerArn, Subnets: SUBNETS },
  };
};
