/** The states of an instance. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export type InstanceStateName =
  | "pending"
  | "running"
  | "shutting-down"
  | "terminated"
  | "stopping"
  | "stopped";

const CODE = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

/** A state as the API shows it: its code and its name. */
export const instanceState = (name: InstanceStateName): { Code: number; Name: InstanceStateName } => ({
  Code: CODE[name],
  Name: name,
});

/** Why a state came about, as DescribeInstances shows it. */
export type StateReason = { readonly Code: string; readonly Message: string };

/** `Client.…` when a call asked for it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html */
export const stateReason = {
  pending: { Code: "pending", Message: "pending" },
  userShutdown: {
    Code: "Client.UserInitiatedShutdown",
    Message: "Client.UserInitiatedShutdown: User initiated shutdown",
  },
  internalError: {
    Code: "Server.InternalError",
    Message: "Server.InternalError: Internal error on launch",
  },
} as const satisfies Record<string, StateReason>;

/** `User initiated (2026-11-24 18:00:00 GMT)`: the text of StateTransitionReason. `at` in milliseconds. */
export const userInitiated = (at: number): string =>
  `User initiated (${new Date(at).toISOString().slice(0, 19).replace("T", " ")} GMT)`;
