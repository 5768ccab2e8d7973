import { containerInstanceTable } from "../../src/services/ecs/container-instances/table.ts";
import {
  serviceDeploymentTable,
  serviceRevisionTable,
} from "../../src/services/ecs/service-deployments/table.ts";
import { deploymentTable } from "../../src/services/ecs/services/deployment-table.ts";
import { serviceEventTable } from "../../src/services/ecs/services/event-table.ts";
import { serviceTable } from "../../src/services/ecs/services/table.ts";
import { taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Reader, TableDefinition } from "../../src/state/index.ts";

/** Where a secondary index does not say what the rows say. */
export const wrongIndexes = (state: Reader): readonly string[] => [
  ...wrong(state, taskTable),
  ...wrong(state, containerInstanceTable),
  ...wrong(state, serviceTable),
  ...wrong(state, deploymentTable),
  ...wrong(state, serviceDeploymentTable),
  ...wrong(state, serviceRevisionTable),
  ...wrong(state, serviceEventTable),
];

const wrong = <Row extends object, Index extends string>(
  state: Reader,
  definition: TableDefinition<Row, Index>,
): readonly string[] => {
  const table = state.table(definition);
  const rows = [...table.all()];
  return (Object.keys(definition.indexes) as Index[]).flatMap((index) => {
    const expected = new Map<string, Row[]>();
    for (const row of rows) {
      const read = definition.indexes[index](row);
      for (const value of read === undefined ? [] : typeof read === "string" ? [read] : read) {
        expected.set(value, [...(expected.get(value) ?? []), row]);
      }
    }
    return [...expected].flatMap(([value, mine]) => {
      // Some indexes do nothing but count.
      if (table.countBy(index, value) !== mine.length)
        return [`${definition.name}: ${index} miscounts ${value}`];
      const found = rowsBy(() => table.by(index, value)) ?? mine;
      const same = found.length === mine.length && found.every((row, at) => row === mine[at]);
      return same
        ? []
        : [`${definition.name}: the index ${index} of ${value} has ${found.length} of ${mine.length} rows`];
    });
  });
};

const rowsBy = <Row>(read: () => Iterable<Row>): readonly Row[] | undefined => {
  try {
    return [...read()];
  } catch (error) {
    if (error instanceof Error && error.message.endsWith("only counts")) return undefined;
    throw error;
  }
};
