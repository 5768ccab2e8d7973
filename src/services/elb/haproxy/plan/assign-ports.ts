import type { ListenerProtocol, PlannedListener } from "./traffic-plan.ts";

/** Which ports this process may listen on, and the one that stands in for those it may not. */
export type PortPolicy = {
  readonly canBind: (port: number) => boolean;
  /** Tells TLS from HTTP and leads to the listeners whose ports can't be bound. */
  readonly doorPort: number;
};

/** A port that is listened on, with all listeners that share it. */
export type PlannedBind = {
  readonly protocol: ListenerProtocol;
  /** Behind the door, the door's own. */
  readonly port: number;
  readonly behindDoor: boolean;
  /** At least one; exactly one for `tcp` and `tls`. */
  readonly listeners: readonly [PlannedListener, ...PlannedListener[]];
};

/** A listener that gets no traffic, and why, in words for a person. */
export type RefusedListener = { readonly listener: PlannedListener; readonly reason: string };

/** Who listens where. */
export type PortAssignment = {
  readonly binds: readonly PlannedBind[];
  readonly refused: readonly RefusedListener[];
};

const isRouted = (protocol: ListenerProtocol): protocol is "http" | "https" =>
  protocol === "http" || protocol === "https";

const usual = { http: 80, https: 443 } as const;

/** The account in an ARN, or in the key of a Classic Load Balancer's row. */
const accountOf = ({ loadBalancer }: PlannedListener): string | undefined =>
  /(?:^|:)(\d{12})[:/]/.exec(loadBalancer.id)?.[1];

/** A listener's name for one who can't have its port: what other accounts have is nobody's business. */
const nameFor = (holder: PlannedListener, asking: PlannedListener): string => {
  const whose = accountOf(holder) === accountOf(asking) ? holder.loadBalancer.name : "of another account";
  return `load balancer ${whose} (${holder.protocol.toUpperCase()})`;
};

type Open = { protocol: ListenerProtocol; port: number; behindDoor: boolean; listeners: PlannedListener[] };

/** The one of a load balancer's listeners below the line that the door leads to. */
const atDoor = (listeners: readonly PlannedListener[], listener: PlannedListener): PlannedListener => {
  const rivals = listeners.filter(
    (other) =>
      other.loadBalancer.id === listener.loadBalancer.id &&
      other.protocol === listener.protocol &&
      other.refused === undefined,
  );
  const { protocol } = listener;
  const favourite = isRouted(protocol) ? rivals.find(({ port }) => port === usual[protocol]) : undefined;
  return favourite ?? rivals[0] ?? listener;
};

const whyNotBindable = (listener: PlannedListener): string =>
  `Port ${listener.port} can't be bound by this user, and ${listener.protocol.toUpperCase()} can't share a port: run Portreeve as root, give it CAP_NET_BIND_SERVICE, or allow the port: sysctl net.ipv4.ip_unprivileged_port_start=${listener.port}`;

const whyNotAtDoor = (listener: PlannedListener, { port }: PlannedListener, door: number): string =>
  `Port ${listener.port} can't be bound by this user; port ${door}, which stands in for such ports, leads to the listener of port ${port}`;

/**
 * Gives each listener its port. Load balancers share ports: requests are told apart by host, handshakes by server
 * name. What can't be told apart can't share; whoever comes first in `listeners` has the port.
 */
export const assignPorts = (listeners: readonly PlannedListener[], policy: PortPolicy): PortAssignment => {
  const open = new Map<string, Open>();
  const refused: RefusedListener[] = [];
  const refuse = (listener: PlannedListener, reason: string): void => {
    refused.push({ listener, reason });
  };
  const low = listeners.filter(({ port }) => !policy.canBind(port));

  const join = (key: string, bind: Omit<Open, "listeners">, listener: PlannedListener): void => {
    const found = open.get(key);
    if (found === undefined) {
      open.set(key, { ...bind, listeners: [listener] });
      return;
    }
    const holder = found.listeners[0] ?? listener;
    if (found.protocol === listener.protocol && isRouted(listener.protocol)) found.listeners.push(listener);
    else refuse(listener, `Port ${listener.port} is already that of ${nameFor(holder, listener)}`);
  };

  for (const listener of listeners) {
    const { protocol, port } = listener;
    if (listener.refused !== undefined) {
      refuse(listener, listener.refused);
    } else if (policy.canBind(port)) {
      if (low.length > 0 && port === policy.doorPort) {
        refuse(listener, `Port ${port} stands in for the ports that can't be bound by this user`);
      } else join(String(port), { protocol, port, behindDoor: false }, listener);
    } else if (!isRouted(protocol)) {
      refuse(listener, whyNotBindable(listener));
    } else {
      const chosen = atDoor(low, listener);
      if (chosen !== listener) refuse(listener, whyNotAtDoor(listener, chosen, policy.doorPort));
      else join(`door ${protocol}`, { protocol, port: policy.doorPort, behindDoor: true }, listener);
    }
  }
  return {
    // INVARIANT: an entry is made with a listener in it.
    binds: [...open.values()] as unknown as readonly PlannedBind[],
    refused,
  };
};
