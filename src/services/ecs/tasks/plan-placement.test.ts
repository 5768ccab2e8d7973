import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { openMemoryStorage, openState, type State, type Transaction } from "../../../state/index.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import type { Plan } from "../scheduler/plan.ts";
import type { PlacementShape } from "../scheduler/standings.ts";
import { instanceRow } from "../scheduler/testing/instances.ts";
import { referencePlan } from "../scheduler/testing/reference-plan.ts";
import { instanceFacts, seeded, shapes } from "../scheduler/testing/requests.ts";
import { containerInstanceRow, taskRow } from "../testing/rows.ts";
import { isOfLaunchType } from "./launch-type.ts";
import { placeTasks, putTask } from "./place-task.ts";
import { activeCandidates, planPlacement, planPlacementOn } from "./plan-placement.ts";
import { type TaskRow, taskTable } from "./table.ts";
import { clusterSnapshot, readCandidates } from "./testing/cluster-snapshot.ts";

const clusterArn = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";
const GROUPS = ["family:web", "family:other"] as const;

/** Something that happens to the cluster; numbers choose among what is there. */
type Step =
  | { readonly register: typeof instanceFacts extends fc.Arbitrary<infer Facts> ? Facts : never }
  | { readonly change: number; readonly to: "ACTIVE" | "DRAINING" | "INACTIVE" | "away" | "back" | "other" }
  | { readonly forget: number }
  | { readonly run: number; readonly shape: number; readonly group: number; readonly external: boolean }
  | { readonly task: number; readonly becomes: "RUNNING" | "STOPPED" | "to stop" };

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ register: instanceFacts }) },
  {
    weight: 2,
    arbitrary: fc.record({
      change: fc.nat(),
      to: fc.constantFrom("ACTIVE", "DRAINING", "INACTIVE", "away", "back", "other"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ forget: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      run: fc.integer({ min: 1, max: 5 }),
      shape: fc.nat(),
      group: fc.nat(),
      external: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      task: fc.nat(),
      becomes: fc.constantFrom("RUNNING", "STOPPED", "to stop", "to stop"),
    }),
  },
);

const one = <Value>(values: readonly Value[], choice: number): Value | undefined =>
  values[choice % Math.max(1, values.length)];

/** Plays the control plane on one state, and compares each plan with the reference. */
class Play {
  readonly #shapes: readonly PlacementShape[];
  #made = 0;

  constructor(made: readonly PlacementShape[]) {
    this.#shapes = made;
  }

  step(state: Transaction, step: Step): void {
    const instances = [...state.table(containerInstanceTable).all()];
    if ("register" in step) {
      this.#made += 1;
      const id = `i${this.#made}`;
      const { remainingResources, attributes, agentConnected } = instanceRow({ ...step.register, id });
      state
        .table(containerInstanceTable)
        .put(containerInstanceRow({ id, clusterArn, remainingResources, attributes, agentConnected }));
    } else if ("change" in step) {
      const row = one(instances, step.change);
      if (row === undefined) return;
      const { to } = step;
      state.table(containerInstanceTable).put({
        ...row,
        ...(to === "away" || to === "back" ? { agentConnected: to === "back" } : {}),
        ...(to === "other" ? { attributes: [{ name: "zone", value: "c" }] } : {}),
        ...(to === "ACTIVE" || to === "DRAINING" || to === "INACTIVE" ? { status: to } : {}),
      });
    } else if ("forget" in step) {
      const row = one(instances, step.forget);
      if (row !== undefined) state.table(containerInstanceTable).delete(row.arn);
    } else if ("task" in step) {
      const task = one([...state.table(taskTable).all()], step.task);
      if (task === undefined || task.lastStatus === "STOPPED") return;
      const after: Partial<TaskRow> =
        step.becomes === "to stop" ? { desiredStatus: "STOPPED" } : { lastStatus: step.becomes };
      putTask(state, task, { ...task, ...after });
    } else this.#run(state, step);
  }

  #run(
    state: Transaction,
    { run: count, shape, group: choice, external }: Extract<Step, { run: number }>,
  ): void {
    const request = one(this.#shapes, shape);
    const group = one(GROUPS, choice) ?? "";
    const launchType = external ? undefined : "EC2";
    if (request === undefined) return;
    const active = readCandidates(state, clusterArn);
    assert.deepEqual(activeCandidates(state, clusterArn), active);
    const candidates = active.filter((each) => isOfLaunchType(launchType, each));
    const snapshotOf = (some: typeof candidates) =>
      clusterSnapshot(state, { random: seeded(shape) }, some, group);
    for (const each of candidates) {
      const pinned: Parameters<typeof planPlacementOn>[1] = { ...request, clusterArn, group, launchType };
      assert.deepEqual(
        planPlacementOn(state, pinned, [each.instance.arn]),
        referencePlan(snapshotOf([each]), { ...request, count: 1 }),
      );
    }
    const expected = referencePlan(snapshotOf(candidates), { ...request, count });
    const planned = planPlacement(state, { ...request, count, clusterArn, group, launchType }, seeded(shape));
    assert.deepEqual(planned, expected);
    // Now and then a plan is not carried out.
    if (choice % 3 !== 0)
      placeTasks(
        state,
        planned.placements.map((placement) => this.#task(placement, group)),
      );
  }

  #task({ instanceArn, reservation }: Plan["placements"][number], group: string): TaskRow {
    this.#made += 1;
    return taskRow({
      id: `t${this.#made}`,
      clusterArn,
      group,
      containerInstanceArn: instanceArn,
      reservation,
      lastStatus: "PENDING",
    });
  }
}

const CHANGED_ITS_MIND = new Error("undone");

const play = async (
  state: State,
  of: Play,
  transactions: readonly { steps: readonly Step[]; undone: boolean }[],
) => {
  for (const { steps: list, undone } of transactions) {
    const work = state.transact((transaction) => {
      for (const step of list) of.step(transaction, step);
      if (undone) throw CHANGED_ITS_MIND;
    });
    await (undone ? assert.rejects(work, CHANGED_ITS_MIND) : work);
  }
};

describe("planPlacement", () => {
  it("plans as if it had looked at the whole cluster, whatever happened before", async () => {
    const transactions = fc.array(
      fc.record({
        steps: fc.array(steps, { minLength: 1, maxLength: 8 }),
        undone: fc.constantFrom(false, false, false, true),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(shapes, { minLength: 1, maxLength: 2 }),
        fc.array(fc.record({ register: instanceFacts }), { maxLength: 6 }),
        transactions,
        async (made, first, rest) => {
          const state = await openState({ storage: openMemoryStorage() });
          await play(state, new Play(made), [{ steps: first, undone: false }, ...rest]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
