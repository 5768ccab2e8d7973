import type {
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ServiceRevision,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import { historyArns, historyNeed } from "./arn-reference.ts";
import { type ServiceRevisionRow, serviceRevisionTable } from "./table.ts";

const arnsOf = (scope: Scope, input: DescribeServiceRevisionsRequest) =>
  historyArns(scope, "service-revision", "serviceRevisionArns", input.serviceRevisionArns);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html */
const view = (row: ServiceRevisionRow): ServiceRevision => ({
  serviceRevisionArn: row.arn,
  serviceArn: row.serviceArn,
  clusterArn: row.clusterArn,
  taskDefinition: row.taskDefinitionArn,
  ...(row.launchType === undefined ? {} : { launchType: row.launchType }),
  ...(row.networkConfiguration === undefined ? {} : { networkConfiguration: row.networkConfiguration }),
  loadBalancers: [],
  serviceRegistries: [],
  containerImages: [...row.containerImages],
  guardDutyEnabled: false,
  createdAt: new Date(row.createdAt),
});

/**
 * DescribeServiceRevisions. What is not there comes back as a failure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html
 */
export const describeServiceRevisions = operation<
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse
>("DescribeServiceRevisions", {
  needs: ({ input, scope, state }) =>
    arnsOf(scope, input).map((arn) => historyNeed(state, "ecs:DescribeServiceRevisions", arn)),
  run: ({ input, scope, state }) => {
    const output: Required<DescribeServiceRevisionsResponse> = { serviceRevisions: [], failures: [] };
    for (const { arn } of arnsOf(scope, input)) {
      const row = state.table(serviceRevisionTable).get(arn);
      if (row === undefined) output.failures?.push({ arn, reason: "MISSING" });
      else output.serviceRevisions?.push(view(row));
    }
    return output;
  },
});
