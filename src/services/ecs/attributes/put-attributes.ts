import type { Attribute, PutAttributesRequest, PutAttributesResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { attributeLimitExceeded } from "../errors.ts";
import { attributeNeeds, byTarget, MOST_ATTRIBUTES, requireTarget } from "./attribute-target.ts";
import { isReservedAttribute, requireAttribute } from "./attribute-values.ts";

/**
 * PutAttributes: sets custom attributes of container instances, on which tasks can be placed.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAttributes.html
 */
export const putAttributes = operation<PutAttributesRequest, PutAttributesResponse>("PutAttributes", {
  needs: ({ input, scope, state }) => attributeNeeds(state, scope, "ecs:PutAttributes", input),
  run: ({ input, scope, state }) => {
    activeCluster(state, scope, input.cluster);
    const answered: Attribute[] = [];
    for (const [arn, attributes] of byTarget(scope, input)) {
      const row = requireTarget(state, arn);
      const merged = new Map(row.attributes.map((attribute) => [attribute.name, attribute]));
      for (const attribute of attributes) {
        requireAttribute(attribute);
        merged.set(attribute.name, { name: attribute.name, value: attribute.value });
        answered.push({ ...attribute, targetType: "container-instance", targetId: arn });
      }
      const custom = [...merged.keys()].filter((name) => !isReservedAttribute(name));
      if (custom.length > MOST_ATTRIBUTES) {
        throw attributeLimitExceeded(
          `A container instance can have at most ${MOST_ATTRIBUTES} custom attributes.`,
        );
      }
      state
        .table(containerInstanceTable)
        .put({ ...row, attributes: [...merged.values()], version: row.version + 1 });
    }
    return { attributes: answered };
  },
});
