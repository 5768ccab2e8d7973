import type {
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ServiceRevision,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import { invalidParameter } from "../errors.ts";
import { loadBalancerShapes } from "../services/load-balancers/service-load-balancer.ts";
import { historyArns, historyNeeds, serviceOfHistory } from "./arn-reference.ts";
import { type ServiceRevisionRow, serviceRevisionTable } from "./table.ts";

const arnsOf = (scope: Scope, input: DescribeServiceRevisionsRequest) =>
  historyArns(scope, "service-revision", input.serviceRevisionArns);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html */
const view = (row: ServiceRevisionRow): ServiceRevision => ({
  serviceRevisionArn: row.arn,
  serviceArn: row.serviceArn,
  clusterArn: row.clusterArn,
  taskDefinition: row.taskDefinitionArn,
  ...(row.launchType === undefined ? {} : { launchType: row.launchType }),
  ...(row.networkConfiguration === undefined ? {} : { networkConfiguration: row.networkConfiguration }),
  loadBalancers: loadBalancerShapes(row.loadBalancers),
  serviceRegistries: [],
  containerImages: [...row.containerImages],
  guardDutyEnabled: false,
  createdAt: new Date(row.createdAt),
});

/** https://github.com/radkawar/stackd (internal/services/ecs: AWS's answer, observed) */
const inactive = () =>
  invalidParameter("Cannot call DescribeServiceRevisions for a service that is INACTIVE");

/**
 * DescribeServiceRevisions. What is not there comes back as a failure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceRevisions.html
 */
export const describeServiceRevisions = operation<
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse
>("DescribeServiceRevisions", {
  needs: ({ input, scope, state }) =>
    historyNeeds(state, "ecs:DescribeServiceRevisions", arnsOf(scope, input)),
  run: ({ input, scope, state }) => {
    const output: Required<DescribeServiceRevisionsResponse> = { serviceRevisions: [], failures: [] };
    const arns = arnsOf(scope, input);
    for (const one of arns) {
      if (serviceOfHistory(state, scope, one).status === "INACTIVE") throw inactive();
    }
    for (const { arn } of arns) {
      const row = state.table(serviceRevisionTable).get(arn);
      if (row === undefined) output.failures?.push({ arn, reason: "MISSING" });
      else output.serviceRevisions?.push(view(row));
    }
    return output;
  },
});
