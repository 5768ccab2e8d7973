import type { VersionInfo } from "@aws-sdk/client-ecs";
import type { State, Transaction } from "../../../state/index.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { type TaskRow, taskTable } from "../tasks/table.ts";

/** How many payloads and manifests one connection can number: far more than one ever carries. */
const NUMBERS = 1_000_000;

/** What a connection begins with. */
export type Connected = {
  readonly firstNumber: number;
  readonly lastNumber: number;
  /** Tasks whose desired status the agent has yet to acknowledge, oldest first. */
  readonly undelivered: readonly TaskRow[];
  /** All tasks of the instance that have not ended. */
  readonly live: readonly TaskRow[];
};

/**
 * Takes note that an instance's agent is connected and sets aside numbers for what it is sent. Resolves when
 * that is durable, and with it every task named; with undefined when the instance is not there any more.
 */
export const persistConnected = (
  state: State,
  arn: string,
  versionInfo: VersionInfo,
): Promise<Connected | undefined> =>
  state.transact((transaction) => {
    const instances = transaction.table(containerInstanceTable);
    const row = instances.get(arn);
    if (row === undefined || row.status === "INACTIVE") return undefined;
    const lastNumber = row.lastSequence + NUMBERS;
    instances.put({
      ...row,
      agentConnected: true,
      versionInfo: { ...row.versionInfo, ...versionInfo },
      lastSequence: lastNumber,
      version: row.version + 1,
    });
    const tasks = transaction.table(taskTable);
    return {
      firstNumber: row.lastSequence,
      lastNumber,
      undelivered: [...tasks.by("undelivered", arn)],
      live: [...tasks.by("live", arn)],
    };
  });

/** Takes note that instances' agents are not connected any more. */
export const markDisconnected = (transaction: Transaction, arns: Iterable<string>): void => {
  const instances = transaction.table(containerInstanceTable);
  for (const arn of arns) {
    const row = instances.get(arn);
    if (row?.agentConnected) instances.put({ ...row, agentConnected: false, version: row.version + 1 });
  }
};

/** {@link markDisconnected} in a transaction of its own. */
export const persistDisconnected = (state: State, arns: Iterable<string>): Promise<void> =>
  state.transact((transaction) => markDisconnected(transaction, arns));
