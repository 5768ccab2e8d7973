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

/** What is not supported, and what is to be changed. */
type Incompatibility = readonly [what: string, remedy: string];

/**
 * Why a service cannot be balanced over availability zones; undefined when it can.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
 */
const incompatibility = (facts: RebalancingFacts): Incompatibility | undefined => {
  if (facts.schedulingStrategy === "DAEMON") return ["DAEMON services", "scheduling strategy"];
  if (facts.maximumPercent <= 100) {
    return ["maximumPercent <= 100 % as deployment configuration", "deployment configuration"];
  }
  if (facts.launchType === "EXTERNAL") return ["the EXTERNAL launch type", "launch type"];
  if (facts.classicLoadBalancer) return ["Classic Load Balancers", "load balancers"];
  const [first] = facts.placementStrategy;
  if (first !== undefined && (first.type !== "spread" || first.field !== ZONE)) {
    return [`placement strategies whose first one is not spread over ${ZONE}`, "placement strategy"];
  }
  if (facts.placementConstraints.some(({ expression }) => expression?.includes(ZONE))) {
    return [`placement constraints on ${ZONE}`, "placement constraints"];
  }
  return undefined;
};

/**
 * AWS's sentence for the maximum, recorded, and for the others in its manner.
 * https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json
 */
const refused = ([what, remedy]: Incompatibility, done: "created" | "updated") =>
  invalidParameter(
    `The service couldn't be ${done} because Availability Zone Rebalancing does not support ${what}. Update ${remedy} and try again.`,
  );

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
  if (wanted === "ENABLED" && against !== undefined) throw refused(against, "created");
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
): AvailabilityZoneRebalancing => {
  const against = incompatibility(facts);
  const wanted = asked(value) ?? before ?? "DISABLED";
  if (wanted === "ENABLED" && against !== undefined) throw refused(against, "updated");
  return wanted;
};
