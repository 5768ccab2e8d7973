import type { Reader } from "../../../../state/index.ts";
import { findRoleByArn } from "../../../iam/index.ts";
import { isEntering, type RegistrationRow, registrationTable, targetKeyOf } from "./registration-table.ts";

/** How often the load balancer is asked for those that drain, whether it says anything or not; milliseconds. */
const DRAINING_INTERVAL = 5000;

/**
 * After so long nobody waits for a load balancer that does not say that a target has drained, nor for a role to come
 * back in which it could be deregistered; milliseconds. Longer than any deregistration delay.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html
 */
const LONGEST_DRAINING = 3700 * 1000;

/** What is to be done for one group of registrations. */
export type DueRegistrations = {
  readonly register: readonly RegistrationRow[];
  readonly deregister: readonly RegistrationRow[];
  readonly look: readonly RegistrationRow[];
  /** Nothing is left to do of these. */
  readonly gone: readonly RegistrationRow[];
  /** Where they listen is not known: they cannot be registered. */
  readonly lost: readonly RegistrationRow[];
};

/**
 * Reads what is due.
 *
 * @param noticed whether something is known to have changed of a registration's target
 * @param hurried whether failures are not waited out
 */
export const dueRegistrations = (
  state: Reader,
  group: string,
  now: number,
  noticed: (row: RegistrationRow) => boolean,
  hurried: boolean,
): DueRegistrations => {
  const due: { [Name in keyof DueRegistrations]: RegistrationRow[] } = {
    register: [],
    deregister: [],
    look: [],
    gone: [],
    lost: [],
  };
  for (const row of state.table(registrationTable).by("group", group)) {
    if (!hurried && (row.nextAttemptAt ?? 0) > now) continue;
    const { state: stage } = row;
    if (stage === "wanted") due[row.target === undefined ? "lost" : "register"].push(row);
    else if (!isEntering(row) && (row.target === undefined || isShared(state, row))) due.gone.push(row);
    else if (stage === "leaving") due[isWithoutRole(state, row, now) ? "gone" : "deregister"].push(row);
    else if (stage === "draining") {
      const since = row.drainingSince ?? now;
      if (now - since > LONGEST_DRAINING) due.gone.push(row);
      else due.look.push(row);
    } else if (row.failure !== undefined || noticed(row)) due.look.push(row);
  }
  return due;
};

/** Whether a registration has waited for its role long enough, which is gone. */
const isWithoutRole = (state: Reader, row: RegistrationRow, now: number): boolean =>
  now - (row.leavingSince ?? now) > LONGEST_DRAINING && findRoleByArn(state, row.roleArn) === undefined;

/**
 * Whether another task is registered there, so that the target must stay: a Classic Load Balancer knows an instance
 * once, whatever listens on it.
 */
const isShared = (state: Reader, row: RegistrationRow): boolean => {
  const key = targetKeyOf(row);
  if (key === undefined) return false;
  return [...state.table(registrationTable).by("target", key)].some(
    (other) => other.taskArn !== row.taskArn && isEntering(other),
  );
};

/** When a group is to be looked at again though nothing changes; undefined for never. */
export const nextLook = (state: Reader, group: string, now: number): number | undefined => {
  let next: number | undefined;
  for (const row of state.table(registrationTable).by("group", group)) {
    const at = row.nextAttemptAt ?? (row.state === "draining" ? now + DRAINING_INTERVAL : undefined);
    if (at !== undefined && (next === undefined || at < next)) next = at;
  }
  return next;
};
