import type {
  AvailabilityZoneRebalancing,
  PlacementConstraint,
  PlacementStrategy,
  SchedulingStrategy,
} from "@aws-sdk/client-ecs";
import { requireOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import type { ServiceRow } from "./table.ts";

const ZONE = "attribute:ecs.availability-zone";

/** What decides whether a service's tasks can be balanced over availability zones. */
export type RebalancingFacts = {
  readonly schedulingStrategy: SchedulingStrategy;
  readonly launchType?: ServiceRow["launchType"];
  readonly maximumPercent: number;
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  /** Whether one of its load balancers is a Classic Load Balancer. */
  readonly classicLoadBalancer: boolean;
};

/**
 * Why a service cannot be balanced over availability zones; undefined when it can. The first two texts are AWS's
 * (https://github.com/badmintoncryer/cdk-preflight, https://github.com/radkawar/stackd), the others in its manner.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
const incompatibility = (facts: RebalancingFacts): string | undefined => {
  const not = (what: string): string => `Availability Zone Rebalancing does not support ${what}`;
  if (facts.schedulingStrategy === "DAEMON") return not("DAEMON services");
  if (facts.maximumPercent <= 100) return not("maximumPercent <= 100 % as deployment configuration.");
  if (facts.launchType === "EXTERNAL") return not("the EXTERNAL launch type.");
  if (facts.classicLoadBalancer) return not("Classic Load Balancers.");
  const [first] = facts.placementStrategy;
  if (first !== undefined && (first.type !== "spread" || first.field !== ZONE)) {
    return not(`placement strategies whose first one is not spread over ${ZONE}.`);
  }
  if (facts.placementConstraints.some(({ expression }) => expression?.includes(ZONE))) {
    return not(`placement constraints on ${ZONE}.`);
  }
  return undefined;
};

const asked = (value: string | undefined): AvailabilityZoneRebalancing | undefined =>
  requireOneOf("availabilityZoneRebalancing", value, ["ENABLED", "DISABLED"] as const);

/**
 * Whether a new service is balanced over availability zones: as it asks, else if it can be.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 *
 * @throws AwsError InvalidParameterException when it asks for what cannot be
 */
export const rebalancingOfNew = (
  value: string | undefined,
  facts: RebalancingFacts,
): AvailabilityZoneRebalancing => {
  const against = incompatibility(facts);
  const wanted = asked(value) ?? (against === undefined ? "ENABLED" : "DISABLED");
  if (wanted === "ENABLED" && against !== undefined) throw invalidParameter(against);
  return wanted;
};

/**
 * The same of a service that is changed: what the call leaves out stays as it was, and must still be possible.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 *
 * @throws AwsError InvalidParameterException
 */
export const rebalancingOfChanged = (
  value: string | undefined,
  before: AvailabilityZoneRebalancing | undefined,
  facts: RebalancingFacts,
): AvailabilityZoneRebalancing => rebalancingOfNew(asked(value) ?? before ?? "DISABLED", facts);
