import type { Transaction } from "../../../state/index.ts";
import { serviceDeploymentTable, serviceRevisionTable } from "./table.ts";

/**
 * Forgets the service deployments and service revisions of a service: they go with it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-revision.html
 */
export const forgetHistory = (state: Transaction, serviceArn: string): void => {
  for (const table of [state.table(serviceDeploymentTable), state.table(serviceRevisionTable)]) {
    for (const { arn } of [...table.by("service", serviceArn)]) table.delete(arn);
  }
};
