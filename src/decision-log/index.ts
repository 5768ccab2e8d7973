export {
  type DecisionLog,
  type DecisionLogOptions,
  type DecisionLogStatistics,
  openDecisionLog,
  type Retention,
} from "./decision-log.ts";
export {
  type DecisionFilter,
  findByRequestId,
  lastDecisions,
  lastDenial,
  readAll,
} from "./read-decisions.ts";
