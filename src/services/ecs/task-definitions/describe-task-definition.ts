import type { DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { requireEachOneOf } from "../enumeration.ts";
import { unableToDescribeTaskDefinition } from "../errors.ts";
import { findTaskDefinition } from "../task-definition-reference.ts";
import { taskDefinitionView } from "./task-definition-view.ts";

/**
 * DescribeTaskDefinition; a family alone stands for its latest ACTIVE revision.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
 */
export const describeTaskDefinition = operation<
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse
>("DescribeTaskDefinition", {
  needs: () => ({ action: "ecs:DescribeTaskDefinition", resource: "*" }),
  run: ({ input, scope, state }) => {
    const include = requireEachOneOf("include", input.include, ["TAGS"] as const);
    const row = findTaskDefinition(state, scope, input.taskDefinition ?? "");
    if (row === undefined) throw unableToDescribeTaskDefinition();
    return { taskDefinition: taskDefinitionView(row), tags: include.has("TAGS") ? [...row.tags] : [] };
  },
});
