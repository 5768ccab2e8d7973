import type {
  AvailabilityZone,
  DescribeAvailabilityZonesCommandInput,
  DescribeRegionsCommandInput,
  Region,
} from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { invalidParameterValue } from "../errors.ts";
import { everythingNeed } from "../instances/find-instances.ts";
import { refuseDryRun } from "../instances/refuse-dry-run.ts";
import { checkFilters, compileFilters, type FilterValues } from "../query/filters.ts";
import { enabledRegions, zonesOf } from "./zones.ts";

const regionFilterValues =
  (name: string): FilterValues =>
  (filter) => {
    if (filter === "region-name") return [name];
    if (filter === "endpoint") return [`ec2.${name}.amazonaws.com`];
    return filter === "opt-in-status" ? ["opt-in-not-required"] : undefined;
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
export const describeRegions = operation<DescribeRegionsCommandInput, { Regions: Region[] }>(
  "DescribeRegions",
  {
    needs: ({ scope }) => everythingNeed("ec2:DescribeRegions", scope),
    run: ({ input, scope }) => {
      refuseDryRun(input);
      checkFilters(input.Filters, regionFilterValues(""));
      const known = [...new Set([...enabledRegions, scope.region])];
      const unknown = input.RegionNames?.find((name) => !known.includes(name));
      if (unknown !== undefined) throw invalidParameterValue(`Invalid region name: ${unknown}`);
      const passes = compileFilters(input.Filters);
      return {
        Regions: known
          .filter((name) => !input.RegionNames?.length || input.RegionNames.includes(name))
          .filter((name) => passes(regionFilterValues(name)))
          .map((RegionName) => ({
            RegionName,
            Endpoint: `ec2.${RegionName}.amazonaws.com`,
            OptInStatus: "opt-in-not-required",
          })),
      };
    },
  },
);

const zoneView = (region: string): AvailabilityZone[] =>
  zonesOf(region).map(({ name, id }) => ({
    ZoneName: name,
    ZoneId: id,
    ZoneType: "availability-zone",
    RegionName: region,
    GroupName: `${region}-zg-1`,
    NetworkBorderGroup: region,
    OptInStatus: "opt-in-not-required",
    State: "available",
    Messages: [],
  }));

const zoneFilterValues =
  (zone: AvailabilityZone): FilterValues =>
  (name) => {
    switch (name) {
      case "group-name":
        return [zone.GroupName];
      case "message":
        return [];
      case "opt-in-status":
        return [zone.OptInStatus];
      case "region-name":
        return [zone.RegionName];
      case "state":
        return [zone.State];
      case "zone-id":
        return [zone.ZoneId];
      case "zone-name":
        return [zone.ZoneName];
      case "zone-type":
        return [zone.ZoneType];
      default:
        return undefined;
    }
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
export const describeAvailabilityZones = operation<
  DescribeAvailabilityZonesCommandInput,
  { AvailabilityZones: AvailabilityZone[] }
>("DescribeAvailabilityZones", {
  needs: ({ scope }) => everythingNeed("ec2:DescribeAvailabilityZones", scope),
  run: ({ input, scope }) => {
    refuseDryRun(input);
    checkFilters(input.Filters, zoneFilterValues({}));
    const zones = zoneView(scope.region);
    const unknown = input.ZoneNames?.find((name) => !zones.some((zone) => zone.ZoneName === name));
    if (unknown !== undefined) throw invalidParameterValue(`Invalid availability zone: [${unknown}]`);
    const passes = compileFilters(input.Filters);
    return {
      AvailabilityZones: zones
        .filter((zone) => !input.ZoneNames?.length || input.ZoneNames.includes(zone.ZoneName ?? ""))
        .filter((zone) => !input.ZoneIds?.length || input.ZoneIds.includes(zone.ZoneId ?? ""))
        .filter((zone) => passes(zoneFilterValues(zone))),
    };
  },
});
