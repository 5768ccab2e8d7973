import type { Reader } from "../../../../state/index.ts";
import { loadBalancerText } from "../../services/load-balancers/service-load-balancer.ts";
import { unhealthyTarget } from "./event-texts.ts";
import { registrationTable } from "./registration-table.ts";

/** How the reason of a stop begins that a load balancer's health check caused. */
export const ELB_REASON = "Task failed ELB health checks in";

/**
 * Why a task is replaced that its load balancers find unhealthy, and what the event log says of it; undefined when
 * none of them does.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
 */
export const unhealthyStop = (
  state: Reader,
  taskArn: string,
): { readonly stoppedReason: string; readonly events: readonly string[] } | undefined => {
  const rows = [...state.table(registrationTable).by("task", taskArn)].filter(
    (row) => row.state === "unhealthy",
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    stoppedReason: `${ELB_REASON} ${loadBalancerText(first.loadBalancer)}`,
    events: rows.map(unhealthyTarget),
  };
};
