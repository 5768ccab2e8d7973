import type {
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  TargetDescription,
  TargetHealthDescription,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { onEverything } from "../needs.ts";
import { findTargetGroup } from "../target-groups/find-target-group.ts";
import type { TargetGroupRow } from "../target-groups/table.ts";
import { findTarget, portOf } from "./find-targets.ts";
import { NOT_REGISTERED } from "./health.ts";
import { type TargetHealth, type TargetRow, targetTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetHealth.html */
export const describeTargetHealth = elbOperation<DescribeTargetHealthInput, DescribeTargetHealthOutput>(
  "DescribeTargetHealth",
  {
    needs: onEverything,
    run: ({ input, scope, state }) => {
      const group = findTargetGroup(state, scope, input.TargetGroupArn);
      const asked = input.Targets ?? [];
      const described =
        asked.length === 0
          ? Array.from(state.table(targetTable).by("group", group.arn), (row) => targetView(group, row))
          : asked.map((description) => askedView(group, description, findTarget(state, group, description)));
      const more = moreOf(group, input.Include ?? []);
      return { TargetHealthDescriptions: described.map((each) => ({ ...each, ...more })) };
    },
  },
);

const healthView = ({
  state,
  reason,
  description,
}: TargetHealth): TargetHealthDescription["TargetHealth"] => ({
  State: state,
  ...(reason === undefined ? {} : { Reason: reason as "Target.Timeout" }),
  ...(description === undefined ? {} : { Description: description }),
});

const targetView = (group: TargetGroupRow, row: TargetRow): TargetHealthDescription => {
  const { port } = group.healthCheck;
  const checked = port === "traffic-port" ? row.port : port;
  return {
    Target: {
      Id: row.id,
      ...(row.port === 0 ? {} : { Port: row.port }),
      ...(row.availabilityZone === undefined ? {} : { AvailabilityZone: row.availabilityZone }),
    },
    ...(checked === 0 ? {} : { HealthCheckPort: String(checked) }),
    TargetHealth: healthView(row.health),
  };
};

const askedView = (
  group: TargetGroupRow,
  description: TargetDescription,
  row: TargetRow | undefined,
): TargetHealthDescription => {
  if (row !== undefined) return targetView(group, row);
  const port = portOf(group, description);
  return {
    Target: { Id: description.Id, ...(port === 0 ? {} : { Port: port }) },
    TargetHealth: healthView(NOT_REGISTERED),
  };
};

/**
 * What is shown on demand. Nothing looks for anomalies here, and nothing overrides a target's health.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AdministrativeOverride.html
 */
const moreOf = (
  group: TargetGroupRow,
  include: readonly string[],
): Pick<TargetHealthDescription, "AnomalyDetection" | "AdministrativeOverride"> => ({
  ...(include.length > 0 && (group.protocol === "HTTP" || group.protocol === "HTTPS")
    ? { AnomalyDetection: { Result: "normal", MitigationInEffect: "no" } }
    : {}),
  ...(include.includes("All")
    ? {
        AdministrativeOverride: {
          State: "no_override",
          Reason: "AdministrativeOverride.NoOverride",
          Description: "No override is currently active on target",
        },
      }
    : {}),
});
