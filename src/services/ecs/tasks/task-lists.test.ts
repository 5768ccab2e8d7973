import assert from "node:assert/strict";
import { it } from "node:test";
import { openMemoryStorage, openState } from "../../../state/index.ts";
import { taskRow } from "../testing/rows.ts";
import { type TaskRow, taskTable } from "./table.ts";
import { passes, type TaskFilter, taskIdsAfter } from "./task-lists.ts";

const clusterArn = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";
const everything: TaskFilter = {
  clusterArn,
  desired: "RUNNING",
  instance: undefined,
  group: undefined,
  family: undefined,
  startedBy: undefined,
  launchType: undefined,
};
const filters: readonly TaskFilter[] = [
  everything,
  { ...everything, desired: "STOPPED" },
  { ...everything, desired: "PENDING" },
  { ...everything, family: "web" },
  { ...everything, family: "web", startedBy: "me", launchType: "EC2" },
  { ...everything, group: "service:web", desired: "STOPPED" },
  { ...everything, launchType: "EXTERNAL" },
];

/** Neither in order nor at random, and every one once. */
const idOf = (index: number): string => ((index * 7919) % 10_007).toString(16).padStart(32, "0");

const task = (index: number): TaskRow =>
  taskRow({
    id: idOf(index),
    clusterArn,
    family: index % 3 === 0 ? "batch" : "web",
    ...(index % 2 === 0 ? { startedBy: "me" } : {}),
    ...(index % 4 === 0 ? { group: "service:web" } : {}),
  });

it("a long list goes on being what its filter says, in order, after any task", async () => {
  const state = await openState({ storage: openMemoryStorage() });
  const compare = () => {
    for (const filter of filters) {
      const ids = [...state.table(taskTable).all()].filter((row) => passes(filter, row)).map(({ id }) => id);
      assert.deepEqual([...taskIdsAfter(state, filter, undefined)], ids.sort());
      const from = ids[Math.floor(ids.length / 3)] ?? "5";
      assert.deepEqual(
        [...taskIdsAfter(state, filter, from)],
        ids.filter((id) => id > from),
      );
    }
  };
  const write = (rows: readonly TaskRow[]) =>
    state.transact((open) => {
      for (const row of rows) open.table(taskTable).put(row);
    });
  await write(Array.from({ length: 1200 }, (_, index) => task(index)));
  compare();
  await write(
    Array.from({ length: 300 }, (_, index) => ({ ...task(index * 4), desiredStatus: "STOPPED" as const })),
  );
  await write(Array.from({ length: 400 }, (_, index) => task(2000 + index)));
  compare();
  await state.transact((open) => {
    for (let index = 0; index < 1200; index += 2) open.table(taskTable).delete(task(index).arn);
  });
  compare();
});
