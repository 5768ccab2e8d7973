import { defineTable, type Reader } from "../../../../state/index.ts";
import { classicKey, classicLoadBalancerTable } from "../../../elb/classic/table.ts";
import { targetGroupTable } from "../../../elb/v2/target-groups/table.ts";
import { targetKey } from "../../../elb/v2/targets/table.ts";
import type { ServiceLoadBalancer } from "../../services/load-balancers/service-load-balancer.ts";

/** What gets a task's requests: an instance's port, an IP address's port, or for a Classic one the instance. */
export type RegistrationTarget = { readonly id: string; readonly port: number };

/**
 * How far a task is with a load balancer.
 *
 * `wanted`: to be registered. `registered`: done, its health is not known yet. `healthy` and `unhealthy`: as the load
 * balancer finds it. `leaving`: to be deregistered. `draining`: done, the requests it has are let end. The row is
 * deleted once nothing is left to do.
 */
export type RegistrationState = "wanted" | "registered" | "healthy" | "unhealthy" | "leaving" | "draining";

/** The last call to Elastic Load Balancing that failed. */
export type RegistrationFailure = {
  /** As the event log says it: `register targets in (target-group …)`. */
  readonly what: string;
  readonly message: string;
  /** When the event log was told of it; missing when another row's failure stands for it. */
  readonly toldAt?: number;
};

/** A task with a load balancer. Moments are milliseconds since the epoch. */
export type RegistrationRow = {
  readonly taskArn: string;
  readonly serviceArn: string;
  readonly deploymentId: string;
  readonly accountId: string;
  readonly region: string;
  /** The role in which Elastic Load Balancing is called. */
  readonly roleArn: string;
  readonly loadBalancer: ServiceLoadBalancer;
  /** Missing while it is not known where the task listens. */
  readonly target?: RegistrationTarget;
  readonly state: RegistrationState;
  /** Why it is unhealthy, in the load balancer's words. */
  readonly reason?: string;
  /** Calls that failed in a row. */
  readonly attempts: number;
  readonly failure?: RegistrationFailure;
  /** When to call again after a failure. */
  readonly nextAttemptAt?: number;
  /** A call after a failed one has begun, so that nobody knows any more that the target is not registered. */
  readonly trying?: boolean;
  /** When it became `leaving`; missing in rows of versions before this was kept. */
  readonly leavingSince?: number;
  /** When it became `draining`. */
  readonly drainingSince?: number;
  readonly createdAt: number;
};

/**
 * The registrations. `group` is {@link registrationGroup}, the rows that one call can be about; `target` is the key
 * under which Elastic Load Balancing keeps the target or instance.
 */
export const registrationTable = defineTable<RegistrationRow>()({
  name: "ecs.service-registrations",
  key: (row) => registrationKey(row),
  indexes: {
    task: (row) => row.taskArn,
    service: (row) => row.serviceArn,
    group: (row) => registrationGroup(row),
    target: (row) => targetKeyOf(row),
  },
});

/** The key of a registration. */
export const registrationKey = ({
  taskArn,
  loadBalancer: { targetGroupArn, loadBalancerName, containerName, containerPort },
}: Pick<RegistrationRow, "taskArn" | "loadBalancer">): string =>
  `${taskArn} ${targetGroupArn ?? loadBalancerName} ${containerName}:${containerPort}`;

/** A service, one of its load balancers, and the role in which it is called. */
export const registrationGroup = ({
  serviceArn,
  roleArn,
  loadBalancer: { targetGroupArn, loadBalancerName },
}: Pick<RegistrationRow, "serviceArn" | "roleArn" | "loadBalancer">): string =>
  `${serviceArn} ${targetGroupArn ?? loadBalancerName} ${roleArn}`;

/** The key under which Elastic Load Balancing keeps a registration's target; undefined while there is none. */
export const targetKeyOf = ({
  accountId,
  region,
  loadBalancer,
  target,
}: RegistrationRow): string | undefined => {
  if (target === undefined) return undefined;
  const { targetGroupArn, loadBalancerName = "" } = loadBalancer;
  return targetGroupArn === undefined
    ? `${classicKey({ accountId, region, name: loadBalancerName })} ${target.id}`
    : targetKey({ targetGroupArn, ...target });
};

/** Whether Elastic Load Balancing has what a registration is with. */
export const isLoadBalancerThere = (
  state: Reader,
  { accountId, region, loadBalancer: { targetGroupArn, loadBalancerName = "" } }: RegistrationRow,
): boolean =>
  targetGroupArn === undefined
    ? state.table(classicLoadBalancerTable).get(classicKey({ accountId, region, name: loadBalancerName })) !==
      undefined
    : state.table(targetGroupTable).get(targetGroupArn) !== undefined;

/** Whether the load balancer is to send requests to it, now or soon. */
export const isEntering = ({ state }: RegistrationRow): boolean =>
  state !== "leaving" && state !== "draining";

/** Whether a service has targets that have yet to be deregistered. */
export const isLeaving = (state: Reader, serviceArn: string): boolean =>
  [...state.table(registrationTable).by("service", serviceArn)].some((row) => row.state === "leaving");
