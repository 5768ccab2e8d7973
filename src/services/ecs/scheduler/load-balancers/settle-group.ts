import { partitionOfRegion } from "../../../../arn.ts";
import { AwsError, type Caller, type ControlPlane, invoke } from "../../../../operation/index.ts";
import { classicCalls } from "./classic-calls.ts";
import { type DueRegistrations, dueRegistrations } from "./due-registrations.ts";
import type { CallInRole, ElbCalls } from "./elb-calls.ts";
import { type CallPurpose, failedCall } from "./event-texts.ts";
import * as outcomes from "./outcomes.ts";
import {
  isLoadBalancerThere,
  type RegistrationRow,
  registrationKey,
  registrationTable,
} from "./registration-table.ts";
import type { RoleSessions } from "./role-sessions.ts";
import { targetGroupCalls } from "./target-group-calls.ts";

/** How many targets one call is about; the others follow. */
const BATCH = 100;

/** What settling works on. */
export type Settling = {
  readonly plane: ControlPlane;
  readonly sessions: RoleSessions;
  /** Whether something is known to have changed of a registration's target. */
  readonly noticed: (row: RegistrationRow) => boolean;
  /** Told of the registrations whose targets are looked at now. */
  readonly looking: (rows: readonly RegistrationRow[]) => void;
  /** Whether failures are not waited out. */
  readonly hurried: boolean;
};

type Rows = readonly RegistrationRow[];
type Note = (book: outcomes.Book) => void;

/** One kind of call: what it is for, which registrations it is due for, and how it is made. */
type Step = {
  readonly purpose: CallPurpose;
  readonly pick: (due: DueRegistrations) => Rows;
  /** Makes the call in the same turn, and answers what is to be noted of its outcome. */
  readonly make: (rows: Rows, call: CallInRole) => Promise<Note>;
};

/**
 * Brings one service and one of its load balancers together: registers, deregisters and looks, each in the service's
 * role. Every outcome is written down before the next call: killed between any two, the next start goes on.
 */
export const settleGroup = async (settling: Settling, group: string): Promise<void> => {
  const { plane } = settling;
  const due = (): DueRegistrations =>
    dueRegistrations(plane.state, group, plane.world.now(), settling.noticed, settling.hurried);
  const write = (note: Note): Promise<void> =>
    plane.state.transact((state) => note({ state, world: plane.world }));

  const { gone } = due();
  if (gone.length > 0) await write((book) => outcomes.noteGone(book, gone));
  const { lost } = due();
  if (lost[0] !== undefined) {
    const what = failedCall(lost[0], "register", callsFor(lost[0]));
    await write((book) => outcomes.noteFailure(book, lost, { what, message: NOWHERE }));
  }
  const { register, deregister } = due();
  const again = [...register, ...deregister].filter(({ failure }) => failure !== undefined);
  if (again.length > 0) await write((book) => outcomes.noteTrying(book, again));

  for (const { purpose, pick, make } of stepsOf(settling)) {
    const [first] = pick(due());
    if (first === undefined) continue;
    const session = await settling.sessions.of(first).catch(refusal);
    const attempt = async (asked: Rows): Promise<void> => {
      const some = unchanged(plane, asked);
      if (some.length === 0) return;
      const note =
        session instanceof AwsError
          ? failureOf(session, purpose, some)
          : await make(some, callAs(plane, session, first)).catch(refusal);
      if (!(note instanceof AwsError)) return write(note);
      if (note.code === "AccessDenied") settling.sessions.forget(first);
      // One target that is refused must not keep the others out.
      if (some.length > 1 && note.code !== "AccessDenied") {
        for (const row of some) await attempt([row]);
        return;
      }
      await write(failureOf(note, purpose, some));
    };
    // Read anew each time: while something was awaited, others had their turn.
    const had = new Set<string>();
    for (;;) {
      const rows = pick(due()).filter((row) => !had.has(registrationKey(row)));
      if (rows.length === 0) break;
      const batch = rows.slice(0, BATCH);
      for (const row of batch) had.add(registrationKey(row));
      await attempt(batch);
    }
  }
};

/** What is still to be done: a target may be another task's by now. */
const unchanged = (plane: ControlPlane, rows: Rows): Rows =>
  rows.filter((row) => plane.state.table(registrationTable).get(registrationKey(row))?.state === row.state);

/** A task of an agent that is no EC2 instance has no target that Elastic Load Balancing knows. */
const NOWHERE = "The port of the container is not bound on an EC2 instance.";

const refusal = (error: unknown): AwsError => {
  if (error instanceof AwsError) return error;
  throw error;
};

const callsFor = ({ loadBalancer }: RegistrationRow): ElbCalls =>
  loadBalancer.targetGroupArn === undefined ? classicCalls : targetGroupCalls;

const failureOf =
  ({ code, message }: AwsError, purpose: CallPurpose, rows: Rows): Note =>
  (book) => {
    const [first] = rows;
    if (first === undefined) return;
    const calls = callsFor(first);
    // A role may be refused for what is gone: it has no tags any more that the policy could ask for.
    const gone = calls.nothingThere.includes(code) || !isLoadBalancerThere(book.state, first);
    if (purpose !== "register" && gone) outcomes.noteNothingThere(book, rows);
    else outcomes.noteFailure(book, rows, { what: failedCall(first, purpose, calls), message });
  };

const stepsOf = ({ looking }: Settling): readonly Step[] => [
  {
    purpose: "register",
    pick: ({ register }) => register,
    make: async (rows, call) => {
      const calls = callsOf(rows);
      await calls.register(rows, call);
      return (book) => outcomes.noteRegistered(book, rows, calls);
    },
  },
  {
    purpose: "deregister",
    pick: ({ deregister }) => deregister,
    make: async (rows, call) => {
      const calls = callsOf(rows);
      await calls.deregister(rows, call);
      return (book) => outcomes.noteDeregistered(book, rows, calls);
    },
  },
  {
    purpose: "describe",
    pick: ({ look }) => look,
    make: async (rows, call) => {
      looking(rows);
      const findingOf = await callsOf(rows).look(rows, call);
      return (book) => outcomes.noteFindings(book, rows, findingOf);
    },
  },
];

const callsOf = ([first]: Rows): ElbCalls => {
  if (first === undefined) throw new Error("a call is about one registration at the least");
  return callsFor(first);
};

const callAs =
  (plane: ControlPlane, caller: Caller, { accountId, region }: RegistrationRow): CallInRole =>
  (call) =>
    invoke(plane, {
      ...call,
      caller,
      scope: { accountId, region, partition: partitionOfRegion(region) },
      request: { requestId: plane.world.uuid(), secureTransport: true },
    });
