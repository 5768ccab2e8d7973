import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter, serviceNotFound } from "../errors.ts";
import { ecsArn, parseEcsArn } from "../names.ts";
import { type ServiceRow, serviceTable } from "../services/table.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
const MOST = 20;

/** The two kinds of a service's history, and what AWS calls them in its texts. */
export type HistoryKind = "service-deployment" | "service-revision";

const WORDS = {
  "service-deployment": { arn: "ServiceDeployment ARN", count: "Service Deployment ARN" },
  "service-revision": { arn: "ServiceRevision ARN", count: "Service Revision ARN" },
} as const;

/** Revisions are numbered as the deployments that make them. */
const ID = { "service-deployment": /^[A-Za-z0-9_-]{1,64}$/, "service-revision": /^[0-9]{1,20}$/ } as const;

/** What a service deployment or a service revision belongs to, as its ARN says. */
export type HistoryArn = { readonly arn: string; readonly clusterArn: string; readonly serviceArn: string };

/**
 * Reads the ARN of a service deployment or a service revision of this account and region. The texts are those of
 * AWS for revisions.
 * https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/service_revisions.json (AWS's answers, recorded)
 *
 * @throws AwsError InvalidParameterException
 */
export const historyArn = (scope: Scope, kind: HistoryKind, text: string | undefined): HistoryArn => {
  const arn = parseEcsArn(text ?? "");
  const [cluster, service, id] = arn?.path ?? [];
  if (arn?.path.length !== 3 || cluster === undefined || service === undefined || id === undefined) {
    throw invalidParameter("The Service ARN provided is invalid.");
  }
  const ours =
    arn.kind === kind &&
    arn.partition === scope.partition &&
    arn.accountId === scope.accountId &&
    arn.region === scope.region;
  if (!ours || !ID[kind].test(id)) throw invalidParameter(`The ${WORDS[kind].arn} is invalid.`);
  return {
    arn: ecsArn(scope, kind, cluster, service, id),
    clusterArn: ecsArn(scope, "cluster", cluster),
    serviceArn: ecsArn(scope, "service", cluster, service),
  };
};

/** {@link historyArn} for each of a list, each once; revisions must be of one service. */
export const historyArns = (
  scope: Scope,
  kind: HistoryKind,
  texts: readonly string[] | undefined,
): readonly HistoryArn[] => {
  if (texts === undefined || texts.length === 0)
    throw invalidParameter("The Service ARN provided is invalid.");
  if (texts.length > MOST) throw invalidParameter(`${WORDS[kind].count} count cannot exceed ${MOST}`);
  const arns = [...new Set(texts)].map((text) => historyArn(scope, kind, text));
  if (kind === "service-revision" && arns.some(({ serviceArn }) => serviceArn !== arns[0]?.serviceArn)) {
    throw invalidParameter(
      "Cross service requests are not allowed. All requested service revisions must be for a single service",
    );
  }
  return arns;
};

/**
 * The service whose history is asked for.
 *
 * @throws AwsError ClusterNotFoundException or ServiceNotFoundException
 */
export const serviceOfHistory = (
  state: Reader,
  scope: Scope,
  { clusterArn, serviceArn }: HistoryArn,
): ServiceRow => {
  activeCluster(state, scope, clusterArn);
  const service = state.table(serviceTable).get(serviceArn);
  if (service === undefined) throw serviceNotFound();
  return service;
};

/**
 * An action on service deployments or revisions: decided on the service of each, and on each of them in its service, whose
 * tags are theirs too.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment-permissions.html
 */
export const historyNeeds = (state: Reader, action: string, arns: readonly HistoryArn[]): readonly Need[] => {
  const services = new Map(arns.map(({ serviceArn, clusterArn }) => [serviceArn, clusterArn]));
  const tagsOf = (serviceArn: string) => resourceTagsOf(state.table(serviceTable).get(serviceArn));
  return [
    ...[...services].map(([serviceArn, clusterArn]) => ({
      action,
      resource: serviceArn,
      context: { "ecs:cluster": clusterArn },
      ...tagsOf(serviceArn),
    })),
    ...arns.map(({ arn, clusterArn, serviceArn }) => ({
      action,
      resource: arn,
      context: { "ecs:cluster": clusterArn, "ecs:service": serviceArn },
      ...tagsOf(serviceArn),
    })),
  ];
};
