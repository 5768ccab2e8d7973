import type { Environment } from "../../../operation/index.ts";
import { lowestPort } from "./process/low-ports.ts";

/** Where the door is: the port that stands in for those that this user may not listen on. */
export const DOOR_PORT = 8480;

/** The ports that clients try by themselves. */
const HTTP = 80;

/**
 * What load balancers' operations have to know of it: the port, where listeners of port 80 are behind the door.
 *
 * @param host the address to listen on
 */
export const loadBalancerDoor = (host: string): Pick<Environment, "loadBalancerDoor"> =>
  lowestPort(host === "localhost" ? "127.0.0.1" : host) > HTTP ? { loadBalancerDoor: DOOR_PORT } : {};
