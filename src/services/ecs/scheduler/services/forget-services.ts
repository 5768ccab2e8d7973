import type { ControlPlane } from "../../../../operation/index.ts";
import type { Transaction } from "../../../../state/index.ts";
import { createExpiry } from "../../agents/expiry.ts";
import { forgetHistory } from "../../service-deployments/forget-history.ts";
import { serviceEventTable } from "../../services/event-table.ts";
import { serviceTable } from "../../services/table.ts";

/** How long an INACTIVE service can be described. AWS promises no more than that it may be purged. */
const VISIBLE = 60 * 60 * 1000;

/**
 * Forgets INACTIVE services, with their events and their history.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 */
export const startForgettingServices = ({ state, world }: ControlPlane): (() => void) => {
  const expiry = createExpiry(world, VISIBLE, (arns) => {
    void state
      .transact((transaction) => {
        for (const arn of arns) {
          if (transaction.table(serviceTable).get(arn)?.status === "INACTIVE")
            forgetService(transaction, arn);
        }
      })
      .catch(() => {});
  });
  const rows = [...state.table(serviceTable).by("inactive", "true")];
  rows.sort((left, right) => (left.inactiveAt ?? 0) - (right.inactiveAt ?? 0));
  for (const row of rows) expiry.add(row.arn, row.inactiveAt ?? world.now());
  const unsubscribe = state.subscribe(serviceTable, ({ key, after }) => {
    if (after?.status === "INACTIVE") expiry.add(key, after.inactiveAt ?? world.now());
    else expiry.remove(key);
  });
  return () => {
    unsubscribe();
    expiry.stop();
  };
};

const forgetService = (state: Transaction, arn: string): void => {
  for (const row of [...state.table(serviceEventTable).by("service", arn)]) {
    state.table(serviceEventTable).delete(serviceEventTable.key(row));
  }
  forgetHistory(state, arn);
  state.table(serviceTable).delete(arn);
};
