import { type BadRow, INVALID, PREFLIGHT } from "./row.ts";

const RULE =
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html (the rule; the text in AWS's manner)";
const OBSERVED = "https://github.com/radkawar/stackd (internal/services/ecs, observed)";
const NOT = "Availability Zone Rebalancing does not support";
const MAXIMUM = `${NOT} maximumPercent <= 100 % as deployment configuration.`;
const FIRST = `${NOT} placement strategies whose first one is not spread over attribute:ecs.availability-zone.`;

const create = (what: string, changes: object, text: string, source: string): BadRow => [
  what,
  "CreateService",
  {
    cluster: "demo",
    serviceName: "half",
    taskDefinition: "web:1",
    desiredCount: 1,
    availabilityZoneRebalancing: "ENABLED",
    ...changes,
  },
  INVALID,
  text,
  source,
];

const update = (what: string, changes: object, text: string, source: string): BadRow => [
  what,
  "UpdateService",
  { cluster: "demo", service: "web", ...changes },
  INVALID,
  text,
  source,
];

const half = { minimumHealthyPercent: 50, maximumPercent: 100 };

/** Balancing over availability zones, which services that are made without a word about it have where they can. */
export const rebalancingRows: readonly BadRow[] = [
  create(
    "neither on nor off",
    { availabilityZoneRebalancing: "MAYBE" },
    "availabilityZoneRebalancing should be one of [ENABLED,DISABLED]",
    OBSERVED,
  ),
  create(
    "a daemon",
    { schedulingStrategy: "DAEMON", desiredCount: undefined },
    `${NOT} DAEMON services`,
    PREFLIGHT,
  ),
  create("a maximum of 100%", { deploymentConfiguration: half }, MAXIMUM, OBSERVED),
  create("an external service", { launchType: "EXTERNAL" }, `${NOT} the EXTERNAL launch type.`, RULE),
  create("a first strategy of another kind", { placementStrategy: [{ type: "random" }] }, FIRST, RULE),
  create(
    "a first strategy over instances",
    {
      placementStrategy: [
        { type: "spread", field: "instanceId" },
        { type: "spread", field: "attribute:ecs.availability-zone" },
      ],
    },
    FIRST,
    RULE,
  ),
  create(
    "a constraint on the zone",
    {
      placementConstraints: [
        { type: "memberOf", expression: "attribute:ecs.availability-zone == us-west-2a" },
      ],
    },
    `${NOT} placement constraints on attribute:ecs.availability-zone.`,
    RULE,
  ),
  update(
    "a maximum of 100% for a service that is balanced",
    { deploymentConfiguration: half },
    MAXIMUM,
    OBSERVED,
  ),
  update(
    "a strategy of another kind for a service that is balanced",
    { placementStrategy: [{ type: "binpack", field: "cpu" }] },
    FIRST,
    RULE,
  ),
  update(
    "balancing of a daemon",
    { service: "daemon", availabilityZoneRebalancing: "ENABLED" },
    `${NOT} DAEMON services`,
    PREFLIGHT,
  ),
];
