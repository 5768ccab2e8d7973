import type { Transaction } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { tellEvents } from "../../services/event-table.ts";
import { serviceTable } from "../../services/table.ts";
import { taskTable } from "../../tasks/table.ts";
import type { ElbCalls } from "./elb-calls.ts";
import { callFailed, deregistered, drainingTasks, registered } from "./event-texts.ts";
import { type Finding, GONE } from "./finding.ts";
import { finish } from "./follow-task.ts";
import {
  isEntering,
  type RegistrationRow,
  registrationKey,
  registrationTable,
} from "./registration-table.ts";

/** How long an event that repeats itself is left out. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html */
const SILENCE = 6 * 60 * 60 * 1000;

/** Milliseconds: how long after a failure the first call comes, and the longest that one is put off. */
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 15 * 1000;

/** Where an outcome is written. */
export type Book = { readonly state: Transaction; readonly world: World };

const good = ({ failure: _, nextAttemptAt: __, trying: ___, ...row }: RegistrationRow): RegistrationRow => ({
  ...row,
  attempts: 0,
});

/** The rows as they are now: those that are gone have nothing to be noted of. */
const present = ({ state }: Book, rows: readonly RegistrationRow[]): readonly RegistrationRow[] =>
  rows.flatMap((row) => state.table(registrationTable).get(registrationKey(row)) ?? []);

const tell = ({ state, world }: Book, serviceArn: string, messages: readonly string[]): void => {
  const service = state.table(serviceTable).get(serviceArn);
  if (service === undefined || messages.length === 0) return;
  state.table(serviceTable).put(tellEvents(state, world, service, messages));
};

/** Targets were registered. Those that are to leave by now are deregistered next. */
export const noteRegistered = (book: Book, rows: readonly RegistrationRow[], { noun }: ElbCalls): void => {
  const [first] = rows;
  if (first === undefined) return;
  const table = book.state.table(registrationTable);
  for (const row of present(book, rows)) {
    if (row.state === "wanted") table.put({ ...good(row), state: "registered" });
  }
  tell(book, first.serviceArn, [registered(first, noun, rows.length)]);
};

/** Targets were deregistered; the requests they have go on. */
export const noteDeregistered = (book: Book, rows: readonly RegistrationRow[], { noun }: ElbCalls): void => {
  const [first] = rows;
  if (first === undefined) return;
  const table = book.state.table(registrationTable);
  const draining = new Map<string, number>();
  for (const row of present(book, rows)) {
    if (row.state !== "leaving") continue;
    const running = book.state.table(taskTable).get(row.taskArn)?.lastStatus === "DEACTIVATING";
    // One that leaves several load balancers is told of once.
    const others = [...table.by("task", row.taskArn)].some((one) => one.state === "draining");
    if (running && !others) draining.set(row.deploymentId, (draining.get(row.deploymentId) ?? 0) + 1);
    table.put({ ...good(row), state: "draining", drainingSince: book.world.now() });
  }
  tell(book, first.serviceArn, [
    ...[...draining].map(([id, count]) => drainingTasks(first.serviceArn, id, count)),
    deregistered(first, noun, rows.length),
  ]);
};

/** Rows that nothing is left to do of. A task that waited for the last of them is stopped. */
export const noteGone = ({ state }: Book, rows: readonly RegistrationRow[]): void => {
  for (const row of rows) state.table(registrationTable).delete(registrationKey(row));
  for (const taskArn of new Set(rows.map((row) => row.taskArn))) finish(state, taskArn);
};

/** There is no such load balancer or target any more: what leaves it has left, what is to be there is wanted again. */
export const noteNothingThere = (book: Book, rows: readonly RegistrationRow[]): void => {
  noteGone(
    book,
    present(book, rows).filter((row) => !isEntering(row)),
  );
  noteFindings(book, rows, () => GONE);
};

/** What the load balancer says of the targets. One that somebody else deregistered is wanted again. */
export const noteFindings = (
  book: Book,
  rows: readonly RegistrationRow[],
  findingOf: (row: RegistrationRow) => Finding,
): void => {
  const table = book.state.table(registrationTable);
  const gone: RegistrationRow[] = [];
  for (const row of present(book, rows)) {
    const { state, reason } = findingOf(row);
    if (row.state === "draining") {
      if (state === "gone") gone.push(row);
      else if (row.failure !== undefined) table.put(good(row));
      continue;
    }
    if (row.state === "wanted" || row.state === "leaving") continue;
    const { reason: _, ...rest } = good(row);
    const next =
      state === "gone" ? "wanted" : state === "healthy" || state === "unhealthy" ? state : "registered";
    if (next === row.state && reason === row.reason && row.failure === undefined) continue;
    table.put({ ...rest, state: next, ...(reason === undefined ? {} : { reason }) });
  }
  noteGone(book, gone);
};

/** Calls that failed before are made again: what they come to is open from here on. */
export const noteTrying = (book: Book, rows: readonly RegistrationRow[]): void => {
  for (const row of present(book, rows)) {
    if (row.failure !== undefined) book.state.table(registrationTable).put({ ...row, trying: true });
  }
};

/** A call was refused: the event log is told, once for the same words, and the call is made again later. */
export const noteFailure = (
  book: Book,
  rows: readonly RegistrationRow[],
  failed: { readonly what: string; readonly message: string },
): void => {
  const [first] = rows;
  if (first === undefined) return;
  const { what, message } = failed;
  const now = book.world.now();
  const table = book.state.table(registrationTable);
  const told = [...table.by("service", first.serviceArn)].some(
    ({ failure }) =>
      failure?.what === what && failure.message === message && now - (failure.toldAt ?? 0) < SILENCE,
  );
  let toldAt = told ? undefined : now;
  const asked = new Map(rows.map((row) => [registrationKey(row), row.state]));
  for (const row of present(book, rows)) {
    // What has another thing to do by now has not failed at it.
    if (asked.get(registrationKey(row)) !== row.state) continue;
    const same = row.failure?.what === what && row.failure.message === message;
    const { trying: _, ...rest } = row;
    const at = toldAt ?? (same ? row.failure.toldAt : undefined);
    toldAt = undefined;
    table.put({
      ...rest,
      attempts: row.attempts + 1,
      failure: { what, message, ...(at === undefined ? {} : { toldAt: at }) },
      nextAttemptAt: now + Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(10, row.attempts)),
    });
  }
  if (!told) tell(book, first.serviceArn, [callFailed(first.serviceArn, what, message)]);
};
