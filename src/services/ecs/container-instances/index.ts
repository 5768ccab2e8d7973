import type { AnyOperation } from "../../../operation/index.ts";
import { deregisterContainerInstance } from "./deregister-container-instance.ts";
import { describeContainerInstances } from "./describe-container-instances.ts";
import { listContainerInstances } from "./list-container-instances.ts";
import { registerContainerInstance } from "./register-container-instance.ts";
import { updateContainerAgent } from "./update-container-agent.ts";
import { updateContainerInstancesState } from "./update-container-instances-state.ts";

/** The operations on container instances. */
export const containerInstanceOperations: readonly AnyOperation[] = [
  registerContainerInstance,
  deregisterContainerInstance,
  describeContainerInstances,
  listContainerInstances,
  updateContainerInstancesState,
  updateContainerAgent,
];
