import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { invalidParameter } from "../errors.ts";
import { ecsArn, parseEcsArn, requireOwnArn } from "../names.ts";
import { serviceTable } from "../services/table.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html */
const MOST = 20;

/** What a service deployment or a service revision belongs to, as its ARN says. */
export type HistoryArn = { readonly arn: string; readonly clusterArn: string; readonly serviceArn: string };

/**
 * Reads the ARN of a service deployment or a service revision of this account and region.
 *
 * @throws AwsError InvalidParameterException
 */
export const historyArn = (
  scope: Scope,
  kind: "service-deployment" | "service-revision",
  text: string | undefined,
): HistoryArn => {
  const arn = parseEcsArn(text ?? "");
  const [cluster, service, id] = arn?.path ?? [];
  if (arn?.path.length !== 3 || cluster === undefined || service === undefined || id === undefined) {
    throw invalidParameter(`Invalid identifier: ${text ?? ""}`);
  }
  requireOwnArn(scope, arn, kind);
  return {
    arn: ecsArn(scope, kind, cluster, service, id),
    clusterArn: ecsArn(scope, "cluster", cluster),
    serviceArn: ecsArn(scope, "service", cluster, service),
  };
};

/** {@link historyArn} for each of a list, each once. */
export const historyArns = (
  scope: Scope,
  kind: "service-deployment" | "service-revision",
  member: string,
  texts: readonly string[] | undefined,
): readonly HistoryArn[] => {
  if (texts === undefined || texts.length === 0) throw invalidParameter(`${member} cannot be empty.`);
  if (texts.length > MOST) throw invalidParameter(`${member} can have at most ${MOST} items.`);
  return [...new Set(texts)].map((text) => historyArn(scope, kind, text));
};

/** An action on a service deployment or revision, decided with its service, whose tags count. */
export const historyNeed = (
  state: Reader,
  action: string,
  { arn, clusterArn, serviceArn }: HistoryArn,
): Need => ({
  action,
  resource: arn,
  context: { "ecs:cluster": clusterArn, "ecs:service": serviceArn },
  ...resourceTagsOf(state.table(serviceTable).get(serviceArn)),
});
