import type { ControlPlane } from "../../../operation/index.ts";
import type { Transaction } from "../../../state/index.ts";
import { type InstanceRow, instanceTable } from "../../ec2/instances/table.ts";
import { deregister } from "../container-instances/deregistration.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { putTask } from "../tasks/place-task.ts";
import { type StopRequest, withoutAgent } from "../tasks/stop-request.ts";
import { taskTable } from "../tasks/table.ts";
import { markDisconnected } from "./agent-connection.ts";

/**
 * Ends the tasks of EC2 instances that were stopped or terminated: their containers are gone with the machine,
 * and no agent is there to say so. A terminated machine's container instance is deregistered.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const startLostMachines = ({ state, world }: ControlPlane): (() => void) => {
  const settle = (machine: InstanceRow): void => {
    if (machine.state !== "terminated" && machine.state !== "stopped") return;
    const [first] = state.table(containerInstanceTable).by("ec2Instance", machine.id);
    if (first === undefined) return;
    void state
      .transact((transaction) => {
        // It may have been started again since.
        if (transaction.table(instanceTable).get(machine.id)?.state !== machine.state) return;
        for (const row of [...transaction.table(containerInstanceTable).by("ec2Instance", machine.id)]) {
          // Somebody else's agent may claim any machine's id; it concerns the machine's own account only.
          if (row.accountId === machine.accountId && row.region === machine.region) {
            end(transaction, row.arn, machine, world.now());
          }
        }
      })
      .catch(() => {});
  };
  for (const machine of state.table(instanceTable).all()) settle(machine);
  return state.subscribe(instanceTable, ({ before, after }) => {
    if (after !== undefined && before?.state !== after.state) settle(after);
  });
};

const end = (transaction: Transaction, arn: string, machine: InstanceRow, now: number): void => {
  const reason: StopRequest = {
    stopCode: "TerminationNotice",
    stoppedReason: `Host EC2 (instance ${machine.id}) ${machine.state}.`,
  };
  if (machine.state === "terminated") {
    deregister(transaction, arn, reason, now);
    return;
  }
  // Its agent went with it. A channel may be away for a moment before the cluster shows it; meanwhile nothing may be
  // placed there, least of all what takes the place of the tasks that end here.
  markDisconnected(transaction, [arn]);
  for (const task of [...transaction.table(taskTable).by("live", arn)]) {
    putTask(transaction, task, withoutAgent(task, reason, now));
  }
};
