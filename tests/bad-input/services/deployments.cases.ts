import { api, type BadRow, INVALID, NO_SERVICE, PARSER, REVISIONS_RECORDED, UNREADABLE } from "./row.ts";

const REVISION = "{arn}:service-revision/demo/web/1";
const DEPLOYMENT = "{arn}:service-deployment/demo/web/abcdefghijklmnopqrstu";
const INVALID_SERVICE = "The Service ARN provided is invalid.";
const INACTIVE_CLUSTER = ["ClusterNotFoundException", "The referenced cluster was inactive."] as const;
const NO_SUCH_SERVICE = ["ServiceNotFoundException", "Service not found."] as const;
const MANNER = `${REVISIONS_RECORDED} (of DescribeServiceRevisions)`;

const revisions = (what: string, arns: unknown, code: string, text: string | RegExp): BadRow => [
  what,
  "DescribeServiceRevisions",
  { serviceRevisionArns: arns },
  code,
  text,
  REVISIONS_RECORDED,
];

const deployments = (what: string, arns: unknown, code: string, text: string | RegExp): BadRow => [
  what,
  "DescribeServiceDeployments",
  { serviceDeploymentArns: arns },
  code,
  text,
  MANNER,
];

const stop = (what: string, input: object, code: string, text: string | RegExp): BadRow => [
  what,
  "StopServiceDeployment",
  input,
  code,
  text,
  api("StopServiceDeployment"),
];

const list = (
  what: string,
  changes: object,
  code: string,
  text: string | RegExp,
  source = api("ListServiceDeployments"),
): BadRow => [
  what,
  "ListServiceDeployments",
  { cluster: "demo", service: "web", ...changes },
  code,
  text,
  source,
];

/** Service deployments and service revisions. */
export const deploymentRows: readonly BadRow[] = [
  [
    "nothing at all",
    "DescribeServiceRevisions",
    {},
    INVALID,
    "ServiceRevisionArns cannot be empty.",
    api("DescribeServiceRevisions"),
  ],
  revisions("none named", [], INVALID, INVALID_SERVICE),
  revisions("no ARN", ["not-an-arn"], INVALID, INVALID_SERVICE),
  revisions("a service's ARN", ["{arn}:service/demo/web"], INVALID, INVALID_SERVICE),
  revisions(
    "another service of AWS",
    ["arn:aws:s3:us-west-2:{account}:service-revision/demo/web/1"],
    INVALID,
    INVALID_SERVICE,
  ),
  revisions(
    "21 of them",
    Array.from({ length: 21 }, () => REVISION),
    INVALID,
    "Service Revision ARN count cannot exceed 20",
  ),
  revisions(
    "another region",
    ["arn:aws:ecs:eu-west-1:{account}:service-revision/demo/web/1"],
    INVALID,
    "The ServiceRevision ARN is invalid.",
  ),
  revisions(
    "another account",
    ["arn:aws:ecs:us-west-2:999999999999:service-revision/demo/web/1"],
    INVALID,
    "The ServiceRevision ARN is invalid.",
  ),
  revisions(
    "another partition",
    ["arn:aws-cn:ecs:us-west-2:{account}:service-revision/demo/web/1"],
    INVALID,
    "The ServiceRevision ARN is invalid.",
  ),
  revisions(
    "a number of letters",
    ["{arn}:service-revision/demo/web/abc"],
    INVALID,
    "The ServiceRevision ARN is invalid.",
  ),
  revisions("a service deployment's ARN", ["{deployment}"], INVALID, "The ServiceRevision ARN is invalid."),
  revisions(
    "two services at once",
    [REVISION, "{arn}:service-revision/demo/daemon/1"],
    INVALID,
    "Cross service requests are not allowed. All requested service revisions must be for a single service",
  ),
  revisions("a service that never was", ["{arn}:service-revision/demo/none/1"], ...NO_SUCH_SERVICE),
  revisions(
    "a deleted service",
    ["{arn}:service-revision/demo/gone/1"],
    INVALID,
    "Cannot call DescribeServiceRevisions for a service that is INACTIVE",
  ),
  revisions("a deleted cluster", ["{arn}:service-revision/past/web/1"], ...INACTIVE_CLUSTER),
  revisions(
    "a cluster that never was",
    ["{arn}:service-revision/none/web/1"],
    "ClusterNotFoundException",
    "Cluster not found.",
  ),
  revisions(
    "ARNs that are numbers",
    [1],
    UNREADABLE,
    "NUMBER_VALUE cannot be converted to String (at 'serviceRevisionArns[0]')",
  ),
  [
    "nothing at all",
    "DescribeServiceDeployments",
    {},
    INVALID,
    "ServiceDeploymentArns cannot be empty.",
    api("DescribeServiceDeployments"),
  ],
  deployments("none named", [], INVALID, INVALID_SERVICE),
  deployments("no ARN", ["web"], INVALID, INVALID_SERVICE),
  deployments(
    "21 of them",
    Array.from({ length: 21 }, () => DEPLOYMENT),
    INVALID,
    "Service Deployment ARN count cannot exceed 20",
  ),
  deployments(
    "another region",
    ["arn:aws:ecs:eu-west-1:{account}:service-deployment/demo/web/a"],
    INVALID,
    "The ServiceDeployment ARN is invalid.",
  ),
  deployments("a revision's ARN", [REVISION], INVALID, "The ServiceDeployment ARN is invalid."),
  deployments("a service that never was", ["{arn}:service-deployment/demo/none/a"], ...NO_SUCH_SERVICE),
  deployments("a deleted cluster", ["{arn}:service-deployment/past/web/a"], ...INACTIVE_CLUSTER),
  stop("nothing at all", {}, INVALID, "ServiceDeploymentArn should not be null or empty."),
  stop("no ARN", { serviceDeploymentArn: "web" }, INVALID, INVALID_SERVICE),
  stop(
    "another account",
    { serviceDeploymentArn: "arn:aws:ecs:us-west-2:999999999999:service-deployment/demo/web/a" },
    INVALID,
    "The ServiceDeployment ARN is invalid.",
  ),
  stop(
    "a deployment that never was",
    { serviceDeploymentArn: DEPLOYMENT },
    "ServiceDeploymentNotFoundException",
    "Service deployment not found.",
  ),
  stop(
    "a deployment that has ended",
    { serviceDeploymentArn: "{deployment}" },
    "ConflictException",
    /SUCCESSFUL/,
  ),
  stop(
    "a way of stopping that is none",
    { serviceDeploymentArn: "{deployment}", stopType: "SINK" },
    INVALID,
    /stopType/,
  ),
  [
    "nothing at all",
    "ListServiceDeployments",
    {},
    INVALID,
    "Service should not be null or empty.",
    api("ListServiceDeployments"),
  ],
  list("a service that never was", { service: "none" }, ...NO_SUCH_SERVICE, NO_SERVICE),
  list("a deleted cluster", { cluster: "past" }, ...INACTIVE_CLUSTER, REVISIONS_RECORDED),
  list("a status that is none", { status: ["SUNK"] }, INVALID, /SUNK|status/),
  list("a stale token", { nextToken: "stale" }, INVALID, "Invalid token"),
  list(
    "a token of other filters",
    { nextToken: "{staleToken}", status: ["SUCCESSFUL"] },
    INVALID,
    "Invalid token",
  ),
  list("a page of none", { maxResults: 0 }, INVALID, /maxResults/),
  list(
    "a date in words",
    { createdAt: { after: "yesterday" } },
    UNREADABLE,
    "STRING_VALUE cannot be converted to Date (at 'createdAt.after')",
    PARSER,
  ),
];
