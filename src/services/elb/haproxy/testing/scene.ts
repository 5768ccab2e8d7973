import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMemoryStorage, openState, type State } from "../../../../state/index.ts";
import { realWorld } from "../../../../world.ts";
import { type ListenerRow, listenerTable } from "../../v2/listeners/table.ts";
import { type LoadBalancerRow, loadBalancerTable } from "../../v2/load-balancers/table.ts";
import { type RuleRow, ruleTable } from "../../v2/rules/table.ts";
import { type TargetGroupRow, targetGroupTable } from "../../v2/target-groups/table.ts";
import { type TargetRow, targetKey, targetTable } from "../../v2/targets/table.ts";
import {
  type LoadBalancing,
  type LoadBalancingOptions,
  startLoadBalancing,
} from "../start-load-balancing.ts";

const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";

/** A load balancer, with nothing but what is given unlike the ordinary. */
export const balancerRow = (name: string, given: Partial<LoadBalancerRow> = {}): LoadBalancerRow => ({
  arn: `${ARN}:loadbalancer/app/${name}/1`,
  accountId: "123456789012",
  region: "us-east-1",
  name,
  type: "application",
  scheme: "internet-facing",
  ipAddressType: "ipv4",
  vpcId: "vpc-1",
  subnets: [],
  securityGroups: [],
  dnsName: `${name}-1.us-east-1.elb.localhost`,
  createdAt: 0,
  state: { code: "provisioning" },
  attributes: {},
  tags: {},
  ...given,
});

/** A target group whose targets are checked often. */
export const groupRow = (name: string, given: Partial<TargetGroupRow> = {}): TargetGroupRow => ({
  arn: `${ARN}:targetgroup/${name}/1`,
  accountId: "123456789012",
  region: "us-east-1",
  name,
  targetType: "ip",
  protocol: "HTTP",
  protocolVersion: "HTTP1",
  port: 80,
  vpcId: "vpc-1",
  ipAddressType: "ipv4",
  healthCheck: {
    enabled: true,
    protocol: "HTTP",
    port: "traffic-port",
    path: "/",
    intervalSeconds: 1,
    timeoutSeconds: 1,
    healthyThreshold: 2,
    unhealthyThreshold: 2,
    matcher: { httpCode: "200" },
  },
  createdAt: 0,
  attributes: {},
  tags: {},
  ...given,
});

/** A listener that forwards to target groups. */
export const listenerRow = (
  balancer: LoadBalancerRow,
  port: number,
  groups: readonly TargetGroupRow[],
  given: Partial<ListenerRow> = {},
): ListenerRow => ({
  arn: `${balancer.arn.replace(":loadbalancer/", ":listener/")}/${port}`,
  loadBalancerArn: balancer.arn,
  port,
  protocol: "HTTP",
  certificateArns: [],
  defaultActions: [
    {
      Type: "forward",
      ForwardConfig: { TargetGroups: groups.map(({ arn }) => ({ TargetGroupArn: arn, Weight: 1 })) },
    },
  ],
  createdAt: 0,
  attributes: {},
  tags: {},
  ...given,
});

/** A rule. */
export const ruleRow = (listener: ListenerRow, priority: number, given: Partial<RuleRow>): RuleRow => ({
  arn: `${listener.arn.replace(":listener/", ":listener-rule/")}/${priority}`,
  listenerArn: listener.arn,
  priority,
  conditions: [],
  actions: [],
  transforms: [],
  createdAt: 0,
  tags: {},
  ...given,
});

/** A target that was just registered. */
export const targetRow = (group: TargetGroupRow, port: number, id = "127.0.0.1"): TargetRow => ({
  targetGroupArn: group.arn,
  id,
  port,
  registeredAt: 0,
  health: { state: "initial", reason: "Elb.RegistrationInProgress" },
});

type Row = LoadBalancerRow | TargetGroupRow | ListenerRow | RuleRow | TargetRow;

/** Load balancing over tables in memory. */
export type Scene = {
  readonly state: State;
  readonly folder: string;
  readonly balancing: LoadBalancing;
  /** Puts rows of any of the tables in one transaction, and waits until they are in force. */
  readonly put: (...rows: readonly Row[]) => Promise<void>;
  readonly target: (group: TargetGroupRow, port: number) => TargetRow | undefined;
  /** Waits until a target's state is this. */
  readonly until: (group: TargetGroupRow, port: number, state: string) => Promise<TargetRow>;
  readonly balancer: (row: LoadBalancerRow) => LoadBalancerRow | undefined;
  /** Starts another control plane on the same folder and state. */
  readonly again: (leaveRunning: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a scene. */
export const openScene = async (given: Partial<LoadBalancingOptions> = {}): Promise<Scene> => {
  const folder = mkdtempSync(join(tmpdir(), "portreeve-elb-"));
  const state = await openState({ storage: openMemoryStorage() });
  const start = (): LoadBalancing =>
    startLoadBalancing({
      plane: { state, world: realWorld },
      folder,
      host: "127.0.0.1",
      doorPort: 1,
      canBind: () => true,
      onProblem: () => {},
      ...given,
    });
  let balancing = start();
  const scene: Scene = {
    state,
    folder,
    get balancing() {
      return balancing;
    },
    put: async (...rows) => {
      await state.transact((transaction) => {
        for (const row of rows) {
          if ("dnsName" in row) transaction.table(loadBalancerTable).put(row);
          else if ("targetType" in row) transaction.table(targetGroupTable).put(row);
          else if ("defaultActions" in row) transaction.table(listenerTable).put(row);
          else if ("priority" in row) transaction.table(ruleTable).put(row);
          else transaction.table(targetTable).put(row);
        }
      });
      await new Promise((resolve) => setImmediate(resolve));
      await balancing.settled();
    },
    target: (group, port) => {
      const key = targetKey({ targetGroupArn: group.arn, id: "127.0.0.1", port });
      return state.table(targetTable).get(key);
    },
    until: (group, port, wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const row = scene.target(group, port);
          if (row?.health.state !== wanted) return;
          stop();
          resolve(row);
        };
        const stop = state.subscribe(targetTable, look);
        look();
      }),
    balancer: (row) => state.table(loadBalancerTable).get(row.arn),
    again: async (leaveRunning) => {
      await balancing.close(leaveRunning);
      balancing = start();
      await balancing.settled();
    },
    close: async () => {
      await balancing.close();
      await state.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await balancing.settled();
  return scene;
};
