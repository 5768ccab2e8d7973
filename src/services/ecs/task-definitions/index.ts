import type { AnyOperation } from "../../../operation/index.ts";
import { deleteTaskDefinitions } from "./delete-task-definitions.ts";
import { deregisterTaskDefinition } from "./deregister-task-definition.ts";
import { describeTaskDefinition } from "./describe-task-definition.ts";
import { listTaskDefinitionFamilies } from "./list-task-definition-families.ts";
import { listTaskDefinitions } from "./list-task-definitions.ts";
import { registerTaskDefinition } from "./register-task-definition.ts";

/** The operations on task definitions. */
export const taskDefinitionOperations: readonly AnyOperation[] = [
  deleteTaskDefinitions,
  deregisterTaskDefinition,
  describeTaskDefinition,
  listTaskDefinitionFamilies,
  listTaskDefinitions,
  registerTaskDefinition,
];
