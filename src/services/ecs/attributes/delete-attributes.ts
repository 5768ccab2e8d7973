import type { Attribute, DeleteAttributesRequest, DeleteAttributesResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { attributeNeeds, byTarget, requireTarget } from "./attribute-target.ts";
import { requireAttribute } from "./attribute-values.ts";

/**
 * DeleteAttributes. With a value, an attribute goes only if it has that value.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteAttributes.html
 */
export const deleteAttributes = operation<DeleteAttributesRequest, DeleteAttributesResponse>(
  "DeleteAttributes",
  {
    needs: ({ input, scope, state }) => attributeNeeds(state, scope, "ecs:DeleteAttributes", input),
    run: ({ input, scope, state }) => {
      activeCluster(state, scope, input.cluster);
      const deleted: Attribute[] = [];
      for (const [arn, attributes] of byTarget(scope, input)) {
        const row = requireTarget(state, arn);
        for (const attribute of attributes) requireAttribute(attribute);
        const goes = (present: Attribute): boolean =>
          attributes.some(
            ({ name, value }) => name === present.name && (value === undefined || value === present.value),
          );
        for (const attribute of row.attributes.filter(goes)) {
          deleted.push({ ...attribute, targetType: "container-instance", targetId: arn });
        }
        state.table(containerInstanceTable).put({
          ...row,
          attributes: row.attributes.filter((attribute) => !goes(attribute)),
          version: row.version + 1,
        });
      }
      return { attributes: deleted };
    },
  },
);
