import type { DescribeInstancesCommandInput, DescribeInstancesCommandOutput } from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { checkFilters, compileFilters } from "../query/filters.ts";
import { pageOf, refuseIdsWithPages } from "../query/pages.ts";
import { everythingNeed, instancesById } from "./find-instances.ts";
import { instanceFilterValues, isInstanceFilter } from "./instance-filters.ts";
import { refuseDryRun } from "./refuse-dry-run.ts";
import { reservationView } from "./reservation-view.ts";
import { type InstanceRow, instanceTable } from "./table.ts";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
export const describeInstances = operation<
  DescribeInstancesCommandInput,
  Omit<DescribeInstancesCommandOutput, "$metadata">
>("DescribeInstances", {
  needs: ({ scope }) => everythingNeed("ec2:DescribeInstances", scope),
  run: ({ input, scope, state }) => {
    refuseDryRun(input);
    refuseIdsWithPages(input.InstanceIds, input, "instancesSet");
    checkFilters(input.Filters, (name) => (isInstanceFilter(name) ? [] : undefined));
    const passes = compileFilters(input.Filters);
    const rows =
      input.InstanceIds !== undefined && input.InstanceIds.length > 0
        ? instancesById(state, scope, input.InstanceIds)
        : [...state.table(instanceTable).by("scope", `${scope.accountId}/${scope.region}`)];
    const found = rows.filter((row) => passes(instanceFilterValues(state, row)));
    const { items, NextToken } = pageOf(found, input);
    return {
      Reservations: byReservation(items).map((group) => reservationView(state, group, scope.accountId)),
      ...(NextToken === undefined ? {} : { NextToken }),
    };
  },
});

const byReservation = (rows: readonly InstanceRow[]): InstanceRow[][] => [
  ...Map.groupBy(rows, (row) => row.reservationId).values(),
];
