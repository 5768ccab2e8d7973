import type {
  CreateListenerInput,
  CreateLoadBalancerInput,
  CreateRuleInput,
  CreateTargetGroupInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { defaultVpc } from "../../../ec2/index.ts";
import { serverCertificateTable } from "../../../iam/index.ts";
import { createListener } from "../listeners/create-listener.ts";
import { createLoadBalancer } from "../load-balancers/create-load-balancer.ts";
import { createRule } from "../rules/create-rule.ts";
import { createTargetGroup } from "../target-groups/create-target-group.ts";
import { SCOPE, type TestPlane } from "./test-plane.ts";

/** The default VPC of tests. */
export const VPC = defaultVpc(SCOPE);

const [SUBNET_A, SUBNET_B] = VPC.subnets;

/** Two subnets in two zones. */
export const SUBNETS = [SUBNET_A.id, SUBNET_B.id];

/** The ARN of the server certificate that {@link putCertificate} puts there. */
export const CERTIFICATE = `arn:aws:iam::${SCOPE.accountId}:server-certificate/web`;

/** Puts a server certificate into IAM, as if somebody had uploaded one; answers its ARN. */
export const putCertificate = async (plane: TestPlane, name = "web"): Promise<string> => {
  const arn = `arn:aws:iam::${SCOPE.accountId}:server-certificate/${name}`;
  await plane.change((state) =>
    state.table(serverCertificateTable).put({
      id: `ASCA${name}`,
      accountId: SCOPE.accountId,
      name,
      path: "/",
      arn,
      uploadedAt: 0,
      expiresAt: Date.UTC(2036, 0, 1),
      certificateBody: "certificate",
      privateKey: "key",
      tags: [],
    }),
  );
  return arn;
};

// INVARIANT: each of these operations answers exactly one of what it makes, with its ARN.

/** Makes a load balancer, `web` unless told; answers its ARN. */
export const makeLoadBalancer = async (
  plane: TestPlane,
  given: Partial<CreateLoadBalancerInput> = {},
): Promise<string> => {
  const input = { Name: "web", Subnets: SUBNETS, ...given } as CreateLoadBalancerInput & { Name: string };
  return (await plane.call(createLoadBalancer, input)).LoadBalancers![0]!.LoadBalancerArn!;
};

/** Makes a target group for HTTP, `web` unless told; answers its ARN. */
export const makeTargetGroup = async (
  plane: TestPlane,
  given: Partial<CreateTargetGroupInput> = {},
): Promise<string> => {
  const input = {
    Name: "web",
    Protocol: "HTTP" as const,
    Port: 80,
    VpcId: VPC.id,
    TargetType: "ip" as const,
    ...given,
  } as CreateTargetGroupInput & { Name: string };
  return (await plane.call(createTargetGroup, input)).TargetGroups![0]!.TargetGroupArn!;
};

/** Makes a listener on port 80 for HTTP that forwards to a target group; answers its ARN. */
export const makeListener = async (
  plane: TestPlane,
  loadBalancerArn: string,
  targetGroupArn: string,
  given: Partial<CreateListenerInput> = {},
): Promise<string> => {
  const output = await plane.call(createListener, {
    LoadBalancerArn: loadBalancerArn,
    Protocol: "HTTP",
    Port: 80,
    DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
    ...given,
  } as CreateListenerInput & {
    LoadBalancerArn: string;
    DefaultActions: NonNullable<CreateListenerInput["DefaultActions"]>;
  });
  return output.Listeners![0]!.ListenerArn!;
};

/** Makes a rule by path with a priority; answers its ARN. */
export const makeRule = async (
  plane: TestPlane,
  listenerArn: string,
  targetGroupArn: string,
  Priority: number,
  given: Partial<CreateRuleInput> = {},
): Promise<string> => {
  const output = await plane.call(createRule, {
    ListenerArn: listenerArn,
    Priority,
    Conditions: [{ Field: "path-pattern", Values: [`/${Priority}/*`] }],
    Actions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
    ...(given as object),
  });
  return output.Rules![0]!.RuleArn!;
};
