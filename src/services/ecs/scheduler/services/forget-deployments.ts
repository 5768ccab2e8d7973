import type { ControlPlane } from "../../../../operation/index.ts";
import { createExpiry } from "../../agents/expiry.ts";
import { serviceDeploymentTable } from "../../service-deployments/table.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html */
const HISTORY = 90 * 24 * 60 * 60 * 1000;

/** Forgets service deployments 90 days after they ended; what they deployed is known as long as the service. */
export const startForgettingDeployments = ({ state, world }: ControlPlane): (() => void) => {
  const expiry = createExpiry(world, HISTORY, (arns) => {
    void state
      .transact((transaction) => {
        for (const arn of arns) transaction.table(serviceDeploymentTable).delete(arn);
      })
      .catch(() => {});
  });
  const ended = [...state.table(serviceDeploymentTable).all()].flatMap(({ arn, finishedAt }) =>
    finishedAt === undefined ? [] : [{ arn, finishedAt }],
  );
  ended.sort((left, right) => left.finishedAt - right.finishedAt);
  for (const { arn, finishedAt } of ended) expiry.add(arn, finishedAt);
  const unsubscribe = state.subscribe(serviceDeploymentTable, ({ key, after }) => {
    if (after?.finishedAt === undefined) expiry.remove(key);
    else expiry.add(key, after.finishedAt);
  });
  return () => {
    unsubscribe();
    expiry.stop();
  };
};
