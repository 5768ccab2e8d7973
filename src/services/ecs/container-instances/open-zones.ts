import { defineView, type Reader } from "../../../state/index.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "./table.ts";

const ZONE = "ecs.availability-zone";

/**
 * The availability zone where a container instance can be given tasks now: ACTIVE, with its agent connected.
 * undefined for one that cannot, and for one that told no zone.
 */
export const openZoneOf = (row: ContainerInstanceRow | undefined): string | undefined =>
  row?.status === "ACTIVE" && row.agentConnected
    ? row.attributes.find(({ name }) => name === ZONE)?.value || undefined
    : undefined;

/** For each cluster how many container instances can be given tasks in each zone. */
const zonesView = defineView<ContainerInstanceRow>()({
  make: (): Map<string, Map<string, number>> => new Map(),
  changed: (clusters, { before, after }) => {
    if (isAsBefore(before, after)) return;
    count(clusters, before, -1);
    count(clusters, after, 1);
  },
});

/** Most changes of an instance are of its resources. */
const isAsBefore = (
  before: ContainerInstanceRow | undefined,
  after: ContainerInstanceRow | undefined,
): boolean =>
  before !== undefined &&
  after !== undefined &&
  before.status === after.status &&
  before.agentConnected === after.agentConnected &&
  before.attributes === after.attributes &&
  before.clusterArn === after.clusterArn;

const count = (
  clusters: Map<string, Map<string, number>>,
  row: ContainerInstanceRow | undefined,
  by: number,
): void => {
  const zone = openZoneOf(row);
  if (row === undefined || zone === undefined) return;
  const zones = clusters.get(row.clusterArn) ?? new Map<string, number>();
  clusters.set(row.clusterArn, zones);
  const left = (zones.get(zone) ?? 0) + by;
  if (left > 0) zones.set(zone, left);
  else zones.delete(zone);
};

/** The zones of a cluster where tasks can be started now, sorted. Costs in proportion to the zones alone. */
export const openZones = (state: Reader, clusterArn: string): readonly string[] =>
  [...(state.table(containerInstanceTable).view(zonesView).get(clusterArn)?.keys() ?? [])].sort();
