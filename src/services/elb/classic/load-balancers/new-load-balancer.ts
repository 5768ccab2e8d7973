import type { CreateAccessPointInput } from "@aws-sdk/client-elastic-load-balancing";
import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { defaultVpc } from "../../../ec2/index.ts";
import type { Given } from "../../../iam/index.ts";
import { loadBalancerDnsName } from "../../dns-name.ts";
import { validationError } from "../../errors.ts";
import { invalidScheme } from "../errors.ts";
import { settledListener } from "../listeners/settled-listener.ts";
import { withListeners } from "../listeners/with-listeners.ts";
import {
  type AttachedSubnet,
  checkOneSubnetAZone,
  namedSubnets,
  securityGroupsOf,
  subnetsOfZones,
} from "../subnets-and-zones/subnets.ts";
import type { ClassicLoadBalancerRow } from "../table.ts";
import { withTags } from "../tags/checked-tags.ts";
import { checkName } from "./name.ts";

type Input = Given<CreateAccessPointInput>;

/** `internet-facing` unless the request says otherwise. */
export const schemeOf = (input: Pick<Input, "Scheme">): string => input.Scheme ?? "internet-facing";

/**
 * The subnets that a request asks for, by their ids or their zones.
 * Texts: https://github.com/hashicorp/terraform-provider-aws/issues/12635
 */
export const requestedSubnets = (
  scope: Scope,
  { Subnets = [], AvailabilityZones = [] }: Pick<Input, "Subnets" | "AvailabilityZones">,
): readonly AttachedSubnet[] => {
  if (Subnets.length > 0 && AvailabilityZones.length > 0)
    throw validationError("Only one of SubnetIds or AvailabilityZones may be specified");
  if (Subnets.length === 0 && AvailabilityZones.length === 0)
    throw validationError("Either AvailabilityZones or SubnetIds must be specified");
  return Subnets.length > 0 ? namedSubnets(scope, Subnets) : subnetsOfZones(scope, AvailabilityZones);
};

const checkedScheme = (input: Input): ClassicLoadBalancerRow["scheme"] => {
  const scheme = schemeOf(input);
  if (scheme !== "internet-facing" && scheme !== "internal") throw invalidScheme();
  return scheme;
};

/** The number in the DNS name, which tells load balancers of one name apart over time. */
const dnsNumber = (world: World): number => 100_000_000 + Math.floor(world.random() * 1_900_000_000);

/**
 * The load balancer that a request describes, with AWS's defaults.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html
 *
 * @throws AwsError for what the request may not ask
 */
export const newLoadBalancer = (
  input: Input,
  scope: Scope,
  state: Reader,
  world: World,
  door?: number,
): ClassicLoadBalancerRow => {
  const name = input.LoadBalancerName;
  checkName(name);
  const scheme = checkedScheme(input);
  const subnets = requestedSubnets(scope, input);
  checkOneSubnetAZone(subnets);
  const listeners = input.Listeners.map((listener) => settledListener(state, scope, listener));
  const [first] = listeners;
  if (first === undefined) throw validationError("At least one listener must be specified");
  const low = listeners.some(({ loadBalancerPort }) => loadBalancerPort < 1024);
  const row: ClassicLoadBalancerRow = {
    accountId: scope.accountId,
    region: scope.region,
    name,
    scheme,
    vpcId: defaultVpc(scope).id,
    subnets,
    securityGroups: securityGroupsOf(scope, input.SecurityGroups),
    dnsName: loadBalancerDnsName(name, dnsNumber(world), scope.region, scheme, low ? door : undefined),
    createdAt: world.now(),
    listeners: [],
    policies: [],
    backendPolicies: [],
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-healthchecks.html
    healthCheck: {
      target: `TCP:${first.instancePort}`,
      interval: 30,
      timeout: 5,
      unhealthyThreshold: 2,
      healthyThreshold: 10,
    },
    attributes: {
      crossZone: false,
      accessLog: { enabled: false },
      connectionDraining: { enabled: false, timeout: 300 },
      idleTimeout: 60,
      desyncMitigationMode: "defensive",
    },
    tags: withTags({}, input.Tags),
  };
  return withListeners(row, listeners);
};
