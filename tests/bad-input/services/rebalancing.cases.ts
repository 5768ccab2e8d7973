import { type BadRow, INVALID } from "./row.ts";

/** Rebalancing over availability zones. */
export const rebalancingRows: readonly BadRow[] = [
  [
    "neither on nor off",
    "CreateService",
    {
      cluster: "demo",
      serviceName: "half",
      taskDefinition: "web:1",
      desiredCount: 1,
      availabilityZoneRebalancing: "MAYBE",
    },
    INVALID,
    "availabilityZoneRebalancing should be one of [ENABLED,DISABLED]",
    "https://github.com/radkawar/stackd (internal/services/ecs, observed)",
  ],
];
