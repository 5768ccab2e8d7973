import type {
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
} from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { requireOneOf } from "../enumeration.ts";
import { page } from "../paging.ts";
import { familyTable, taskDefinitionTable } from "./table.ts";

const STATUSES = ["ACTIVE", "ALL", "INACTIVE"] as const;

/**
 * ListTaskDefinitionFamilies. A family is ACTIVE as long as one of its revisions is; it goes with the last one.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html
 */
export const listTaskDefinitionFamilies = operation<
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse
>("ListTaskDefinitionFamilies", {
  needs: () => ({ action: "ecs:ListTaskDefinitionFamilies", resource: "*" }),
  run: ({ input, scope, state }) => {
    const status = requireOneOf("status", input.status, STATUSES) ?? "ALL";
    const place = `${scope.accountId}/${scope.region}`;
    const definitions = state.table(taskDefinitionTable);
    const names: string[] = [];
    for (const { id } of state.table(familyTable).by("scope", place)) {
      const active = definitions.countBy("activeFamily", id) > 0;
      const there = active || definitions.countBy("family", id) > 0;
      const name = id.slice(place.length + 1);
      if (there && (status === "ALL" || active === (status === "ACTIVE"))) names.push(name);
    }
    const { items, nextToken } = page({
      items: names.filter((name) => name.startsWith(input.familyPrefix ?? "")),
      sortKey: (name) => name,
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      list: ["ListTaskDefinitionFamilies", place, input.familyPrefix, status],
    });
    return { families: [...items], nextToken };
  },
});
