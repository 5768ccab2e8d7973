import type { ListTaskDefinitionsRequest, ListTaskDefinitionsResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { requireOneOf } from "../enumeration.ts";
import { page } from "../paging.ts";
import { type TaskDefinitionRow, taskDefinitionTable } from "./table.ts";

const STATUSES = ["ACTIVE", "DELETE_IN_PROGRESS", "INACTIVE"] as const;

/** By family name, then by revision as a number: `!` sorts before every character of a name. */
const sortKey = (row: TaskDefinitionRow): string => `${row.family}!${String(row.revision).padStart(10, "0")}`;

/**
 * ListTaskDefinitions. `familyPrefix` is the whole name of a family, whatever it is called.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitions.html
 */
export const listTaskDefinitions = operation<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse>(
  "ListTaskDefinitions",
  {
    needs: () => ({ action: "ecs:ListTaskDefinitions", resource: "*" }),
    run: ({ input, scope, state }) => {
      const status = requireOneOf("status", input.status, STATUSES) ?? "ACTIVE";
      const sort = requireOneOf("sort", input.sort, ["ASC", "DESC"] as const) ?? "ASC";
      const place = `${scope.accountId}/${scope.region}`;
      const definitions = state.table(taskDefinitionTable);
      const rows = input.familyPrefix
        ? definitions.by("family", `${place}/${input.familyPrefix}`)
        : definitions.by("scope", place);
      const { items, nextToken } = page({
        items: [...rows].filter((row) => row.status === status),
        sortKey,
        descending: sort === "DESC",
        maxResults: input.maxResults,
        nextToken: input.nextToken,
        list: ["ListTaskDefinitions", place, input.familyPrefix, status, sort],
      });
      return { taskDefinitionArns: items.map((row) => row.arn), nextToken };
    },
  },
);
