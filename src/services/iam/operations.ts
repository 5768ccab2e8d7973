import type { AnyOperation } from "../../operation/index.ts";
import { accessKeysOperations } from "./access-keys/operations.ts";
import { accountsOperations } from "./accounts/operations.ts";
import { groupsOperations } from "./groups/operations.ts";
import { instanceProfilesOperations } from "./instance-profiles/operations.ts";
import { policiesOperations } from "./policies/operations.ts";
import { rolesOperations } from "./roles/operations.ts";
import { serverCertificatesOperations } from "./server-certificates/operations.ts";
import { simulationOperations } from "./simulation/operations.ts";
import { usersOperations } from "./users/operations.ts";

/** Every operation of IAM that there is; for any other the gateway answers that it is not there yet. */
export const operations: readonly AnyOperation[] = [
  ...accessKeysOperations,
  ...accountsOperations,
  ...groupsOperations,
  ...instanceProfilesOperations,
  ...policiesOperations,
  ...rolesOperations,
  ...serverCertificatesOperations,
  ...simulationOperations,
  ...usersOperations,
];
