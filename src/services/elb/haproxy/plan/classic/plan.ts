import type { Reader } from "../../../../../state/index.ts";
import { instanceTable } from "../../../../ec2/index.ts";
import {
  type ClassicInstanceRow,
  type ClassicLoadBalancerRow,
  classicInstanceTable,
  classicKey,
  classicLoadBalancerTable,
} from "../../../classic/table.ts";
import type { TrafficPlan } from "../traffic-plan.ts";
import { plannedClassicListener } from "./listener.ts";
import { type InstanceAddressOf, plannedClassicPool } from "./pool.ts";

/** The instances that may get requests at all: those that run, in a zone that the load balancer is attached to. */
export const eligibleInstances = (
  reader: Reader,
  row: ClassicLoadBalancerRow,
): readonly ClassicInstanceRow[] => {
  const zones = new Set(row.subnets.map(({ zoneName }) => zoneName));
  return [...reader.table(classicInstanceTable).by("loadBalancer", classicKey(row))].filter((each) => {
    const instance = reader.table(instanceTable).get(each.instanceId);
    return instance?.state === "running" && zones.has(instance.availabilityZone);
  });
};

/**
 * What the Classic Load Balancers in the tables ask for. All zones are on one machine, so requests are spread over all
 * instances, whether cross-zone load balancing is on or not.
 */
export const planClassicLoadBalancers = (
  reader: Reader,
  hasCertificate: (arn: string) => boolean,
  addressOf: InstanceAddressOf,
): TrafficPlan => {
  const parts = [...reader.table(classicLoadBalancerTable).all()].map((row) => {
    const instances = eligibleInstances(reader, row);
    return {
      listeners: row.listeners.map((listener) => plannedClassicListener(row, listener, hasCertificate)),
      pools: row.listeners.map((listener) => plannedClassicPool(row, listener, instances, addressOf)),
    };
  });
  return {
    listeners: parts.flatMap(({ listeners }) => listeners),
    pools: parts.flatMap(({ pools }) => pools),
  };
};
