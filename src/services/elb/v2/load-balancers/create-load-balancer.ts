import { isDeepStrictEqual } from "node:util";
import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { iamArn, type Scope } from "../../../../arn.ts";
import type { Need } from "../../../../operation/index.ts";
import type { Reader } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { defaultVpc } from "../../../ec2/index.ts";
import { ensureServiceLinkedRole, findRole } from "../../../iam/index.ts";
import { loadBalancerDnsName } from "../../dns-name.ts";
import { elbArn, familyOf, newId } from "../arns.ts";
import { type Asked, elbOperation } from "../elb-operation.ts";
import { loadBalancerExists, notCarried, tooMany } from "../errors.ts";
import { creationNeeds } from "../needs.ts";
import { withTags } from "../tags/tag-list.ts";
import { loadBalancersIn } from "./find-load-balancer.ts";
import { loadBalancerView } from "./load-balancer-view.ts";
import { checkLoadBalancerName } from "./name.ts";
import { checkedIpAddressType, checkedSecurityGroups, checkedSubnets, subnetsOf } from "./placement.ts";
import { type LoadBalancerRow, loadBalancerTable } from "./table.ts";

const SERVICE = "elasticloadbalancing.amazonaws.com";
const ROLE = "AWSServiceRoleForElasticLoadBalancing";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_LOAD_BALANCERS = 50;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/elb-service-linked-roles.html */
const linkedRoleNeeds = (state: Reader, scope: Scope): readonly Need[] =>
  findRole(state, scope.accountId, ROLE) !== undefined
    ? []
    : [
        {
          action: "iam:CreateServiceLinkedRole",
          resource: iamArn(scope, `role/aws-service-role/${SERVICE}/${ROLE}`),
          context: { "iam:AWSServiceName": SERVICE },
        },
      ];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
export const createLoadBalancer = elbOperation<CreateLoadBalancerInput, CreateLoadBalancerOutput>(
  "CreateLoadBalancer",
  {
    needs: ({ input, scope, state }, action) => {
      const { SecurityGroups = [] } = input;
      const need: Need = {
        action,
        resource: elbArn(scope, `loadbalancer/${familyOf(input.Type ?? "application")}/${input.Name}/*`),
        context: {
          "elasticloadbalancing:Scheme": input.Scheme ?? "internet-facing",
          "elasticloadbalancing:Subnet": subnetsOf(input),
          "elasticloadbalancing:SecurityGroup": SecurityGroups.length === 0 ? undefined : SecurityGroups,
        },
      };
      return [...creationNeeds(need, "CreateLoadBalancer", input.Tags), ...linkedRoleNeeds(state, scope)];
    },
    run: ({ input, scope, state, world, environment }) => {
      const wanted = wantedLoadBalancer(input, scope);
      const table = state.table(loadBalancerTable);
      for (const present of table.by("name", `${scope.accountId}/${scope.region}/${input.Name}`)) {
        if (!same(present, wanted)) throw loadBalancerExists(input.Name);
        return { LoadBalancers: [loadBalancerView(present)] };
      }
      let count = 0;
      for (const { type } of loadBalancersIn(state, scope)) if (type === wanted.type) count += 1;
      if (count >= MOST_LOAD_BALANCERS)
        throw tooMany("TooManyLoadBalancers", "load balancers", MOST_LOAD_BALANCERS);
      ensureServiceLinkedRole(state, scope, world, SERVICE);
      const row = newLoadBalancer(wanted, scope, world, environment.loadBalancerDoor);
      table.put(row);
      return { LoadBalancers: [loadBalancerView(row)] };
    },
  },
);

/** What a request settles of a load balancer; the same again is the same load balancer. */
type Wanted = Omit<LoadBalancerRow, "arn" | "dnsName" | "createdAt" | "state" | "attributes">;

const wantedLoadBalancer = (input: Asked<CreateLoadBalancerInput>, scope: Scope): Wanted => {
  const { Name: name, Type: type = "application", Scheme: scheme = "internet-facing" } = input;
  checkLoadBalancerName(name);
  if (type === "gateway") throw notCarried("gateway load balancers");
  if (input.CustomerOwnedIpv4Pool !== undefined) throw notCarried("customer-owned address pools");
  if (input.IpamPools !== undefined) throw notCarried("IPAM pools");
  if (input.EnablePrefixForIpv6SourceNat === "on") throw notCarried("IPv6 source NAT prefixes");
  return {
    accountId: scope.accountId,
    region: scope.region,
    name,
    type,
    scheme,
    ipAddressType: checkedIpAddressType(input.IpAddressType),
    vpcId: defaultVpc(scope).id,
    subnets: checkedSubnets(scope, type, scheme, input),
    securityGroups: checkedSecurityGroups(scope, type, input.SecurityGroups),
    ...(type === "network" && (input.SecurityGroups ?? []).length > 0
      ? { enforcePrivateLinkRules: "on" as const }
      : {}),
    tags: withTags({}, input.Tags),
  };
};

/** Whether a load balancer has the settings that are asked for, in whatever order its subnets are named. */
const same = (present: LoadBalancerRow, wanted: Wanted): boolean => {
  const settled = ({ type, scheme, ipAddressType, subnets, securityGroups, tags }: Wanted) => ({
    type,
    scheme,
    ipAddressType,
    subnets: subnets.map(({ subnetId, privateIpv4Address }) => `${subnetId} ${privateIpv4Address}`).sort(),
    securityGroups: [...securityGroups].sort(),
    tags,
  });
  return isDeepStrictEqual(settled(present), settled(wanted));
};

const newLoadBalancer = (
  wanted: Wanted,
  scope: Scope,
  world: World,
  door: number | undefined,
): LoadBalancerRow => {
  const { name, type, scheme } = wanted;
  const id = newId(world);
  const number = Number.parseInt(id.slice(0, 8), 16);
  return {
    ...wanted,
    arn: elbArn(scope, `loadbalancer/${familyOf(type)}/${name}/${id}`),
    dnsName: loadBalancerDnsName(name, number, scope.region, scheme, door),
    createdAt: world.now(),
    state: { code: "provisioning" },
    attributes: {},
  };
};
