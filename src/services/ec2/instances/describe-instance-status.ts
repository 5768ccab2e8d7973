import type {
  DescribeInstanceStatusCommandInput,
  DescribeInstanceStatusCommandOutput,
  InstanceStatus,
} from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { zonesOf } from "../network/zones.ts";
import { compileFilters, type FilterValues } from "../query/filters.ts";
import { pageOf, refuseIdsWithPages } from "../query/pages.ts";
import { everythingNeed, instancesById } from "./find-instances.ts";
import { instanceState } from "./instance-state.ts";
import { refuseDryRun } from "./refuse-dry-run.ts";
import { type InstanceRow, instanceTable } from "./table.ts";

/** Running instances are reachable; the state of no other kind is known. */
const health = (row: InstanceRow): "ok" | "initializing" | "not-applicable" => {
  if (row.state === "running") return "ok";
  return row.state === "pending" ? "initializing" : "not-applicable";
};

const summary = (row: InstanceRow): NonNullable<InstanceStatus["InstanceStatus"]> => {
  const status = health(row);
  const passed = status === "ok" ? "passed" : "initializing";
  return {
    Status: status,
    Details: status === "not-applicable" ? [] : [{ Name: "reachability", Status: passed }],
  };
};

const filterValues =
  (row: InstanceRow): FilterValues =>
  (name) => {
    const status = summary(row);
    switch (name) {
      case "availability-zone":
        return [row.availabilityZone];
      case "instance-state-code":
        return [String(instanceState(row.state).Code)];
      case "instance-state-name":
        return [row.state];
      case "instance-status.status":
      case "system-status.status":
        return [status.Status];
      case "instance-status.reachability":
      case "system-status.reachability":
        return [status.Details?.[0]?.Status];
      case "event.code":
      case "event.description":
        return [];
      default:
        return undefined;
    }
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceStatus.html */
export const describeInstanceStatus = operation<
  DescribeInstanceStatusCommandInput,
  Omit<DescribeInstanceStatusCommandOutput, "$metadata">
>("DescribeInstanceStatus", {
  needs: ({ scope }) => everythingNeed("ec2:DescribeInstanceStatus", scope),
  run: ({ input, scope, state }) => {
    refuseDryRun(input);
    refuseIdsWithPages(input.InstanceIds, input, "instancesSet");
    const passes = compileFilters(input.Filters);
    const rows = input.InstanceIds?.length
      ? instancesById(state, scope, input.InstanceIds)
      : [...state.table(instanceTable).by("scope", `${scope.accountId}/${scope.region}`)];
    const found = rows.filter(
      (row) => (input.IncludeAllInstances || row.state === "running") && passes(filterValues(row)),
    );
    const { items, NextToken } = pageOf(found, input);
    return {
      InstanceStatuses: items.map((row) => ({
        AvailabilityZone: row.availabilityZone,
        AvailabilityZoneId: zonesOf(row.region).find((zone) => zone.name === row.availabilityZone)?.id,
        InstanceId: row.id,
        InstanceState: instanceState(row.state),
        InstanceStatus: summary(row),
        SystemStatus: summary(row),
      })),
      ...(NextToken === undefined ? {} : { NextToken }),
    };
  },
});
