import type { Attribute, ListAttributesRequest, ListAttributesResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { requireOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import { page } from "../paging.ts";

/**
 * ListAttributes: every attribute of every container instance of a cluster, filtered by name and value.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListAttributes.html
 */
export const listAttributes = operation<ListAttributesRequest, ListAttributesResponse>("ListAttributes", {
  needs: ({ input, scope, state }) => clusterNeed(state, scope, "ecs:ListAttributes", input.cluster),
  run: ({ input, scope, state }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    requireOneOf("targetType", input.targetType ?? "", ["container-instance"] as const);
    if (input.attributeValue !== undefined && input.attributeName === undefined) {
      throw invalidParameter("attributeName is required when attributeValue is specified.");
    }
    const attributes: Attribute[] = [];
    for (const instance of state.table(containerInstanceTable).by("registered", cluster.arn)) {
      for (const { name, value } of instance.attributes) {
        const wanted =
          (input.attributeName === undefined || name === input.attributeName) &&
          (input.attributeValue === undefined || value === input.attributeValue);
        if (wanted) attributes.push({ name, value, targetId: instance.arn });
      }
    }
    const { items, nextToken } = page({
      items: attributes,
      sortKey: ({ targetId, name }) => `${targetId}!${name}`,
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      list: ["ListAttributes", cluster.arn, input.attributeName, input.attributeValue],
    });
    return { attributes: [...items], nextToken };
  },
});
