import { type BadRow, INVALID, PREFLIGHT, SERVICES_RECORDED } from "./row.ts";

const RULE =
  "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html (the rule; the text in AWS's manner)";
const OBSERVED = "https://github.com/radkawar/stackd (internal/services/ecs, observed)";
const refused = (done: "created" | "updated", what: string, remedy: string): string =>
  `The service couldn't be ${done} because Availability Zone Rebalancing does not support ${what}. Update ${remedy} and try again.`;
const MAXIMUM = ["maximumPercent <= 100 % as deployment configuration", "deployment configuration"] as const;
const FIRST = [
  "placement strategies whose first one is not spread over attribute:ecs.availability-zone",
  "placement strategy",
] as const;
const DAEMON = ["DAEMON services", "scheduling strategy"] as const;

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
    refused("created", ...DAEMON),
    `${PREFLIGHT} (the middle of the text)`,
  ),
  create(
    "a maximum of 100%",
    { deploymentConfiguration: half },
    refused("created", ...MAXIMUM),
    `${SERVICES_RECORDED} (of UpdateService)`,
  ),
  create(
    "an external service",
    { launchType: "EXTERNAL" },
    refused("created", "the EXTERNAL launch type", "launch type"),
    RULE,
  ),
  create(
    "a first strategy of another kind",
    { placementStrategy: [{ type: "random" }] },
    refused("created", ...FIRST),
    RULE,
  ),
  create(
    "a first strategy over instances",
    {
      placementStrategy: [
        { type: "spread", field: "instanceId" },
        { type: "spread", field: "attribute:ecs.availability-zone" },
      ],
    },
    refused("created", ...FIRST),
    RULE,
  ),
  create(
    "a constraint on the zone",
    {
      placementConstraints: [
        { type: "memberOf", expression: "attribute:ecs.availability-zone == us-west-2a" },
      ],
    },
    refused("created", "placement constraints on attribute:ecs.availability-zone", "placement constraints"),
    RULE,
  ),
  update(
    "a maximum of 100% for a service that is balanced",
    { deploymentConfiguration: half },
    refused("updated", ...MAXIMUM),
    SERVICES_RECORDED,
  ),
  update(
    "a strategy of another kind for a service that is balanced",
    { placementStrategy: [{ type: "binpack", field: "cpu" }] },
    refused("updated", ...FIRST),
    RULE,
  ),
  update(
    "balancing of a daemon",
    { service: "daemon", availabilityZoneRebalancing: "ENABLED" },
    refused("updated", ...DAEMON),
    `${PREFLIGHT} (the middle of the text)`,
  ),
];
