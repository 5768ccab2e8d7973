/** The names of errors as Amazon's agent writes them before a reason's text. */
export type ReasonName =
  | "CannotPullContainerError"
  | "CannotPullECRContainerError"
  | "CannotCreateContainerError"
  | "CannotStartContainerError"
  | "CannotCreateVolumeError"
  | "ContainerVanishedError"
  | "HostConfigError"
  | "OutOfMemoryError"
  | "ResourceInitializationError"
  | "TaskDependencyError"
  | "UnrecogniedTaskError";

/** A container, or a whole task, cannot go on; rendered as `Name: text` in its reason. */
export class TaskError extends Error {
  override readonly name: ReasonName;

  constructor(name: ReasonName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }
}

/** The reason that a failure leaves behind. The daemon's own texts get Docker's usual introduction. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** A daemon's refusal under the agent's name for the step that failed. */
export const daemonError = (name: ReasonName, error: unknown): TaskError =>
  new TaskError(
    name,
    error instanceof Error && error.name === "RuntimeError" && !error.message.startsWith("Cannot connect")
      ? `Error response from daemon: ${error.message}`
      : error instanceof Error
        ? error.message
        : String(error),
    { cause: error },
  );
