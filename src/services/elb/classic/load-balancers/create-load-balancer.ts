import { isDeepStrictEqual } from "node:util";
import type { CreateAccessPointInput, CreateAccessPointOutput } from "@aws-sdk/client-elastic-load-balancing";
import type { Scope } from "../../../../arn.ts";
import { AwsError, type Need, type NeedsContext } from "../../../../operation/index.ts";
import type { Given } from "../../../iam/index.ts";
import { classicOperation } from "../classic-operation.ts";
import { duplicateLoadBalancerName, tooManyLoadBalancers } from "../errors.ts";
import { protocolsOf } from "../listeners/listener-protocols.ts";
import { sameListener } from "../listeners/settled-listener.ts";
import { QUOTAS } from "../quotas.ts";
import { securityGroupsOf } from "../subnets-and-zones/subnets.ts";
import { type ClassicLoadBalancerRow, classicLoadBalancerTable } from "../table.ts";
import { tagRecord } from "../tags/checked-tags.ts";
import { findLoadBalancer, onLoadBalancer } from "./find-load-balancer.ts";
import { newLoadBalancer, requestedSubnets, schemeOf } from "./new-load-balancer.ts";

type Input = Given<CreateAccessPointInput>;

/**
 * Which subnets conditions see: those of the request, or those that its zones stand for. A request that asks for
 * what does not exist is refused once it is known to be allowed, so it is shown as it is.
 */
const subnetsInContext = (scope: Scope, input: Input): readonly string[] => {
  try {
    return requestedSubnets(scope, input).map(({ subnetId }) => subnetId);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return input.Subnets ?? [];
  }
};

const securityGroupsInContext = (scope: Scope, input: Input): readonly string[] =>
  input.SecurityGroups === undefined || input.SecurityGroups.length === 0
    ? securityGroupsOf(scope, undefined)
    : input.SecurityGroups;

/**
 * What is not in the request is decided on as what AWS puts in its place: a policy that denies internet-facing load
 * balancers must not be evaded by leaving the scheme out.
 */
const needs = (context: NeedsContext<Input>, action: string): readonly Need[] => {
  const { input, scope } = context;
  const requestTags = tagRecord(input.Tags);
  const need: Need = {
    ...onLoadBalancer(context, action),
    context: {
      "elasticloadbalancing:ListenerProtocol": protocolsOf(input.Listeners),
      "elasticloadbalancing:Scheme": schemeOf(input),
      "elasticloadbalancing:Subnet": subnetsInContext(scope, input),
      "elasticloadbalancing:SecurityGroup": securityGroupsInContext(scope, input),
    },
  };
  if (input.Tags === undefined || input.Tags.length === 0) return [need];
  return [
    { ...need, requestTags },
    {
      ...onLoadBalancer(context, "elasticloadbalancing:AddTags"),
      context: { "elasticloadbalancing:CreateAction": "CreateLoadBalancer" },
      requestTags,
    },
  ];
};

const byPort = (row: ClassicLoadBalancerRow) =>
  [...row.listeners].sort((left, right) => left.loadBalancerPort - right.loadBalancerPort);

const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort();

/** Whether a request asks for the load balancer that is there. */
const checkSame = (there: ClassicLoadBalancerRow, wanted: ClassicLoadBalancerRow, input: Input): void => {
  const listeners = byPort(wanted);
  const same =
    there.scheme === wanted.scheme &&
    isDeepStrictEqual(sorted(there.securityGroups), sorted(wanted.securityGroups)) &&
    isDeepStrictEqual(
      sorted(there.subnets.map(({ subnetId }) => subnetId)),
      sorted(wanted.subnets.map(({ subnetId }) => subnetId)),
    ) &&
    there.listeners.length === listeners.length &&
    byPort(there).every((listener, index) => {
      const other = listeners[index];
      return other !== undefined && sameListener(listener, other);
    });
  if (!same) throw duplicateLoadBalancerName(there.name, "parameters");
  if (input.Tags !== undefined && !isDeepStrictEqual({ ...there.tags }, { ...wanted.tags }))
    throw duplicateLoadBalancerName(there.name, "tags");
};

/**
 * Creates a load balancer. The same request again answers the one that is there
 * (https://github.com/AdRoll/goamz/issues/166).
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html
 */
export const createLoadBalancer = classicOperation<CreateAccessPointInput, CreateAccessPointOutput>(
  "CreateLoadBalancer",
  {
    needs,
    run: ({ input, scope, state, world, environment }) => {
      const row = newLoadBalancer(input, scope, state, world, environment.loadBalancerDoor);
      const there = findLoadBalancer(state, scope, row.name);
      if (there !== undefined) {
        checkSame(there, row, input);
        return { DNSName: there.dnsName };
      }
      const table = state.table(classicLoadBalancerTable);
      if (table.countBy("scope", `${scope.accountId}/${scope.region}`) >= QUOTAS.loadBalancers)
        throw tooManyLoadBalancers();
      table.put(row);
      return { DNSName: row.dnsName };
    },
  },
);
