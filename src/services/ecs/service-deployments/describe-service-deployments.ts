import type {
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import { historyArns, historyNeeds, serviceOfHistory } from "./arn-reference.ts";
import { serviceDeploymentView } from "./service-deployment-view.ts";
import { serviceDeploymentTable } from "./table.ts";

const arnsOf = (scope: Scope, input: DescribeServiceDeploymentsRequest) =>
  historyArns(scope, "service-deployment", input.serviceDeploymentArns);

/**
 * DescribeServiceDeployments. What is not there comes back as a failure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServiceDeployments.html
 */
export const describeServiceDeployments = operation<
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse
>("DescribeServiceDeployments", {
  needs: ({ input, scope, state }) =>
    historyNeeds(state, "ecs:DescribeServiceDeployments", arnsOf(scope, input)),
  run: ({ input, scope, state }) => {
    const output: Required<DescribeServiceDeploymentsResponse> = { serviceDeployments: [], failures: [] };
    const arns = arnsOf(scope, input);
    for (const one of arns) serviceOfHistory(state, scope, one);
    for (const { arn } of arns) {
      const row = state.table(serviceDeploymentTable).get(arn);
      if (row === undefined) output.failures?.push({ arn, reason: "MISSING" });
      else output.serviceDeployments?.push(serviceDeploymentView(state, row));
    }
    return output;
  },
});
