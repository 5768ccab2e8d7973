import { mkdirSync } from "node:fs";
import { createTaskAddress } from "../agent/index.ts";
import { type DecisionLog, openDecisionLog } from "../decision-log/index.ts";
import { createGateway, Metrics } from "../gateway/index.ts";
import type { ControlPlane, IamMode } from "../operation/index.ts";
import { createInstanceHost, ec2, startEc2Controllers } from "../services/ec2/index.ts";
import { createAgentChannels, ecs, startEcsControllers } from "../services/ecs/index.ts";
import {
  certificateUsers,
  elbClassic,
  elbV2,
  loadBalancerDoor,
  startLoadBalancing,
  targetMetrics,
} from "../services/elb/index.ts";
import { createPolicyLayers, ensureAccount, iam } from "../services/iam/index.ts";
import { createCredentialResolver, createSessionIssuer, sts } from "../services/sts/index.ts";
import { createCipher, openSecretKey, openSqliteStorage, openState } from "../state/index.ts";
import { realWorld } from "../world.ts";
import type { DataFolder } from "./data-folder.ts";
import type { RootCredentials } from "./root-credentials.ts";

/** How a control plane is set up. */
export type ControlPlaneOptions = {
  readonly folder: DataFolder;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly accounts: readonly string[];
  readonly mode: IamMode;
  readonly containers: "docker" | "simulated";
  readonly retentionDays: number;
  /** Keeps the decisions instead of the log on disk: to measure what that costs, and for nothing else. */
  readonly decisionLog?: Pick<DecisionLog, "record" | "close">;
  readonly version: string;
  /** Told of a commit that failed: what is on disk is unknown then, so the process has to stop. */
  readonly onFailure: (error: Error) => void;
  /** Told what a person who runs the process should know. */
  readonly onProblem: (message: string, fields: Readonly<Record<string, unknown>>) => void;
};

/** A control plane that answers. */
export type RunningControlPlane = {
  readonly url: string;
  readonly accounts: readonly RootCredentials[];
  readonly close: () => Promise<void>;
};

/** Puts the rooms together and opens the door. Everything that was there before goes on. */
export const startControlPlane = async (options: ControlPlaneOptions): Promise<RunningControlPlane> => {
  const { folder } = options;
  const world = realWorld;
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  const key = await openSecretKey(process.env, folder.secretKey);
  const storage = await openSqliteStorage({ file: folder.database });
  const state = await openState({ storage, cipher: createCipher(key), onFailure: options.onFailure });
  const decisions =
    options.decisionLog ??
    openDecisionLog({
      directory: folder.decisions,
      retention: { days: options.retentionDays },
      world,
      onError: (error) => options.onProblem(`the decision log can't be written: ${error.message}`, {}),
    });
  const issuer = createSessionIssuer({ key, world });
  const metrics = new Metrics();
  metrics.storage(() => ({ ...storage.statistics?.() }));
  const accounts = await Promise.all(
    options.accounts.map(async (accountId) => ({
      accountId,
      ...(await state.transact((transaction) => ensureAccount(transaction, { accountId, world }))),
    })),
  );
  let endpoint = "";
  const plane: ControlPlane = {
    state,
    world,
    authority: {
      ...createPolicyLayers(),
      mode: options.mode,
      record: (record) => {
        metrics.decision(record);
        decisions.record(record);
      },
    },
    environment: {
      get endpoint() {
        return endpoint;
      },
      issueSession: issuer.issueSession,
      certificateUsers,
      ...loadBalancerDoor(options.host),
    },
  };
  const channels = createAgentChannels(plane);
  const gateway = createGateway({
    plane,
    services: [ecs, elbV2, elbClassic, ec2, iam, sts],
    resolveCredentials: createCredentialResolver(issuer),
    upgrades: channels.upgrade,
    metrics,
    log: { error: (fields, message) => options.onProblem(message, fields) },
    version: options.version,
  });
  const logger = (line: string): void => options.onProblem(line, {});
  const { port } = await gateway.listen(options).catch(async (error: unknown) => {
    // Why: whoever tries again, or just ends, must find nothing held open.
    await decisions.close();
    await state.close();
    throw error;
  });
  endpoint = `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`;
  const address = createTaskAddress({ world, logger });
  const host = createInstanceHost({
    containers: options.containers,
    endpoint,
    dataDirectory: folder.instances,
    world,
    logger,
    taskEndpointPort: 0,
    redirect: (endpointPort) => address.leadTo(endpointPort),
  });
  const balancing = startLoadBalancing({
    plane,
    folder: folder.loadBalancing,
    host: options.host,
    onProblem: logger,
  });
  metrics.others(async () => targetMetrics(await balancing.statistics()));
  const controllers = [startEcsControllers(plane, channels), startEc2Controllers({ plane, host, logger })];
  return {
    url: endpoint,
    accounts,
    close: async () => {
      for (const controller of controllers) await controller.close();
      await balancing.close();
      await host.close();
      await address.close();
      channels.close();
      await gateway.close();
      await decisions.close();
      await state.close();
    },
  };
};
