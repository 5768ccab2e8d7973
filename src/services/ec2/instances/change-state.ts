import type {
  InstanceStateChange,
  RebootInstancesCommandInput,
  StartInstancesCommandInput,
  StopInstancesCommandInput,
  TerminateInstancesCommandInput,
} from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { incorrectInstanceState, operationNotPermitted } from "../errors.ts";
import { instanceNeeds, namedInstances } from "./find-instances.ts";
import { type InstanceStateName, instanceState, stateReason, userInitiated } from "./instance-state.ts";
import { refuseDryRun } from "./refuse-dry-run.ts";
import { type InstanceRow, instanceTable } from "./table.ts";

const change = (row: InstanceRow, current: InstanceStateName): InstanceStateChange => ({
  InstanceId: row.id,
  PreviousState: instanceState(row.state),
  CurrentState: instanceState(current),
});

const userShutdown = (now: number): Pick<InstanceRow, "stateReason" | "stateTransitionReason"> => ({
  stateReason: stateReason.userShutdown,
  stateTransitionReason: userInitiated(now),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html */
export const terminateInstances = operation<
  TerminateInstancesCommandInput,
  { TerminatingInstances: InstanceStateChange[] }
>("TerminateInstances", {
  needs: ({ input, scope, state }) =>
    instanceNeeds("ec2:TerminateInstances", state, scope, input.InstanceIds),
  run: ({ input, scope, state, world }) => {
    const rows = namedInstances(state, scope, input.InstanceIds);
    const guarded = rows.find((row) => row.disableApiTermination);
    if (guarded !== undefined) throw operationNotPermitted(guarded.id, "disableApiTermination", "terminated");
    refuseDryRun(input);
    return {
      TerminatingInstances: rows.map((row) => {
        if (row.state === "terminated" || row.state === "shutting-down") return change(row, row.state);
        const next = "shutting-down";
        state.table(instanceTable).put({ ...row, state: next, ...userShutdown(world.now()) });
        return change(row, next);
      }),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html */
export const stopInstances = operation<
  StopInstancesCommandInput,
  { StoppingInstances: InstanceStateChange[] }
>("StopInstances", {
  needs: ({ input, scope, state }) => instanceNeeds("ec2:StopInstances", state, scope, input.InstanceIds),
  run: ({ input, scope, state, world }) => {
    const rows = namedInstances(state, scope, input.InstanceIds);
    for (const row of rows) {
      if (row.state === "pending") {
        throw incorrectInstanceState(
          `Instance '${row.id}' cannot be stopped as it has never reached the 'running' state.`,
        );
      }
      if (row.state === "terminated" || row.state === "shutting-down") {
        throw incorrectInstanceState(
          `The instance '${row.id}' is not in a state from which it can be stopped.`,
        );
      }
      if (row.disableApiStop) throw operationNotPermitted(row.id, "disableApiStop", "stopped");
    }
    refuseDryRun(input);
    return {
      StoppingInstances: rows.map((row) => {
        if (row.state !== "running") return change(row, row.state);
        const next = "stopping";
        state.table(instanceTable).put({ ...row, state: next, ...userShutdown(world.now()) });
        return change(row, next);
      }),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html */
export const startInstances = operation<
  StartInstancesCommandInput,
  { StartingInstances: InstanceStateChange[] }
>("StartInstances", {
  needs: ({ input, scope, state }) => instanceNeeds("ec2:StartInstances", state, scope, input.InstanceIds),
  run: ({ input, scope, state, world }) => {
    const rows = namedInstances(state, scope, input.InstanceIds);
    for (const row of rows) {
      if (row.state === "stopped" || row.state === "running" || row.state === "pending") continue;
      throw incorrectInstanceState(
        `The instance '${row.id}' is not in a state from which it can be started.`,
      );
    }
    refuseDryRun(input);
    return {
      StartingInstances: rows.map((row) => {
        if (row.state !== "stopped") return change(row, row.state);
        const { stateReason: _reason, ...rest } = row;
        const next = "pending";
        state
          .table(instanceTable)
          .put({ ...rest, state: next, stateTransitionReason: "", launchTime: world.now() });
        return change(row, next);
      }),
    };
  },
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html */
export const rebootInstances = operation<RebootInstancesCommandInput, Record<string, never>>(
  "RebootInstances",
  {
    needs: ({ input, scope, state }) => instanceNeeds("ec2:RebootInstances", state, scope, input.InstanceIds),
    run: ({ input, scope, state }) => {
      const rows = namedInstances(state, scope, input.InstanceIds);
      for (const row of rows) {
        if (row.state === "running" || row.state === "pending") continue;
        throw incorrectInstanceState(
          `The instance '${row.id}' is not in a state from which it can be rebooted.`,
        );
      }
      refuseDryRun(input);
      for (const row of rows) state.table(instanceTable).put({ ...row, reboots: row.reboots + 1 });
      return {};
    },
  },
);
