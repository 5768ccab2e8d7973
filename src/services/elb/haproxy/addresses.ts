import { isIP } from "node:net";
import type { Reader } from "../../../state/index.ts";
import { instanceTable } from "../../ec2/index.ts";
import type { InstanceAddressOf } from "./plan/classic/pool.ts";
import type { AddressOf } from "./plan/v2/pool.ts";

/**
 * Where targets are on the network. Instances of this control plane run their containers on this machine's Docker,
 * which publishes their ports here.
 */
export const addressesIn =
  (reader: Reader): AddressOf =>
  (target, group) => {
    switch (group.targetType) {
      case "ip":
        return isIP(target.id) === 0 ? { reason: `${target.id} is no IP address` } : { address: target.id };
      case "instance": {
        const instance = reader.table(instanceTable).get(target.id);
        if (instance !== undefined && instance.state !== "running" && instance.state !== "pending")
          return { reason: `Instance ${target.id} is ${instance.state}` };
        return { address: "127.0.0.1" };
      }
      case "alb":
        return { address: "127.0.0.1" };
      case "lambda":
        return { reason: "Portreeve runs no functions" };
    }
  };

/** Where the instances behind Classic Load Balancers are on the network: on this machine, for the same reason. */
export const instanceAddressesIn =
  (reader: Reader): InstanceAddressOf =>
  (instanceId) =>
    reader.table(instanceTable).get(instanceId) === undefined
      ? { reason: `Instance ${instanceId} does not exist` }
      : { address: "127.0.0.1" };
