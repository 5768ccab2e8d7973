import type { PayloadContainer, PayloadTask } from "./payload-task.ts";
import { TaskError } from "./reasons.ts";

/** What a task asks for that this agent cannot do. */
const lacking = (task: PayloadTask, container: PayloadContainer): readonly string[] => [
  ...(task.networkMode === "awsvpc" ? ["networkMode awsvpc"] : []),
  // One container shares its namespaces with nobody, whatever the mode.
  ...(task.containers.length > 1 && task.pidMode === "task" ? ["pidMode task"] : []),
  ...(task.containers.length > 1 && task.ipcMode === "task" ? ["ipcMode task"] : []),
  ...container.unsupported,
];

/**
 * Refuses to run a container without something that its task asks for. Why not run it all the same, as Amazon's agent
 * does with some of these: a container without its environment file or its network is not the one that was asked for.
 *
 * @throws TaskError `ResourceInitializationError`
 */
export const checkSupport = (task: PayloadTask, container: PayloadContainer): void => {
  const missing = lacking(task, container);
  if (missing.length > 0)
    throw new TaskError("ResourceInitializationError", `this agent does not support ${missing.join(", ")}`);
};
