import { api, type BadRow, INVALID, PARSER, PREFLIGHT, SERVICES_RECORDED, UNREADABLE } from "./row.ts";

const BOTH = "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.";
const DAEMON_ABOVE =
  "The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment configuration. Change the maximumPercent value to 100, and try again";
const TOO_LOW = "maximumPercent must be at least 100";
const TOO_HIGH = "minimumHealthyPercent must be at most 100";
const NEGATIVE = "minimumHealthyPercent must be at least 0";
const DAEMON_SOURCE = "https://github.com/aws/aws-cdk/issues/2209";

/** minimumHealthyPercent, maximumPercent, and AWS's answer to them. */
const REPLICA = [
  [undefined, 0, TOO_LOW, SERVICES_RECORDED],
  [undefined, 99, TOO_LOW, SERVICES_RECORDED],
  [undefined, -1, TOO_LOW, SERVICES_RECORDED],
  [0, 50, TOO_LOW, SERVICES_RECORDED],
  [100, 50, TOO_LOW, SERVICES_RECORDED],
  [101, undefined, TOO_HIGH, SERVICES_RECORDED],
  [150, 200, TOO_HIGH, SERVICES_RECORDED],
  [101, 100, TOO_HIGH, SERVICES_RECORDED],
  [-1, undefined, NEGATIVE, api("DeploymentConfiguration")],
  [-50, 100, NEGATIVE, api("DeploymentConfiguration")],
  [100, 100, BOTH, PREFLIGHT],
  // The minimum is 100 unless the call says something else.
  [undefined, 100, BOTH, PREFLIGHT],
] as const;

const DAEMON = [
  [0, 200, DAEMON_ABOVE, DAEMON_SOURCE],
  [undefined, 101, DAEMON_ABOVE, DAEMON_SOURCE],
  [100, 100, BOTH, PREFLIGHT],
  [100, undefined, BOTH, PREFLIGHT],
  [101, undefined, TOO_HIGH, SERVICES_RECORDED],
  [undefined, 50, TOO_LOW, SERVICES_RECORDED],
] as const;

const percentages = (
  minimumHealthyPercent: number | undefined,
  maximumPercent: number | undefined,
): object => ({
  deploymentConfiguration: { minimumHealthyPercent, maximumPercent },
});

const named = (minimum: number | undefined, maximum: number | undefined): string =>
  `minimum ${minimum ?? "unsaid"}, maximum ${maximum ?? "unsaid"}`;

const breaker = (
  what: string,
  value: unknown,
  code: string,
  text: string | RegExp,
  source: string,
): BadRow => [
  what,
  "UpdateService",
  { cluster: "demo", service: "web", deploymentConfiguration: { deploymentCircuitBreaker: value } },
  code,
  text,
  source,
];

/** Every combination of percentages that AWS refuses, in calls that make a service and in calls that change one. */
export const percentageRows: readonly BadRow[] = [
  ...REPLICA.map(
    ([minimum, maximum, text, source]): BadRow => [
      named(minimum, maximum),
      "CreateService",
      {
        cluster: "demo",
        serviceName: "half",
        taskDefinition: "web:1",
        desiredCount: 1,
        ...percentages(minimum, maximum),
      },
      INVALID,
      text,
      source,
    ],
  ),
  ...REPLICA.map(
    ([minimum, maximum, text, source]): BadRow => [
      named(minimum, maximum),
      "UpdateService",
      { cluster: "demo", service: "web", ...percentages(minimum, maximum) },
      INVALID,
      text,
      source,
    ],
  ),
  ...DAEMON.map(
    ([minimum, maximum, text, source]): BadRow => [
      `${named(minimum, maximum)} of a daemon`,
      "CreateService",
      {
        cluster: "demo",
        serviceName: "half",
        taskDefinition: "web:1",
        schedulingStrategy: "DAEMON",
        ...percentages(minimum, maximum),
      },
      INVALID,
      text,
      source,
    ],
  ),
  [
    "a percentage in words",
    "UpdateService",
    { cluster: "demo", service: "web", deploymentConfiguration: { maximumPercent: "200" } },
    UNREADABLE,
    "STRING_VALUE cannot be converted to Integer (at 'deploymentConfiguration.maximumPercent')",
    PARSER,
  ],
  breaker(
    "a circuit breaker without its switches",
    {},
    INVALID,
    /enable should not be null or empty\.$/,
    api("DeploymentCircuitBreaker"),
  ),
  breaker(
    "a threshold of nothing",
    { enable: true, rollback: true, thresholdConfiguration: { type: "COUNT", value: 0 } },
    INVALID,
    /threshold/,
    api("ThresholdConfiguration"),
  ),
  breaker(
    "a threshold of 101%",
    { enable: true, rollback: true, thresholdConfiguration: { type: "BOUNDED_PERCENT", value: 101 } },
    INVALID,
    /threshold/,
    api("ThresholdConfiguration"),
  ),
  breaker(
    "a threshold of another kind",
    { enable: true, rollback: true, thresholdConfiguration: { type: "HALF", value: 1 } },
    INVALID,
    /COUNT/,
    api("ThresholdConfiguration"),
  ),
];
