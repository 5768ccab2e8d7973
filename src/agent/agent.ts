import { join } from "node:path";
import { runControlChannel } from "./acs/control-channel.ts";
import { messageHandlers } from "./acs/handlers.ts";
import { manifestHandlers } from "./acs/manifest.ts";
import { createApiClient } from "./api/client.ts";
import { describeError } from "./api/errors.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { createDockerRuntime } from "./docker/runtime.ts";
import {
  type CredentialSource,
  instanceProfileCredentials,
  staticCredentials,
} from "./identity/credential-source.ts";
import { createInstanceMetadata } from "./identity/instance-metadata.ts";
import { openFileStore } from "./persistence/file-store.ts";
import { memoryStore, type Store } from "./persistence/store.ts";
import { attributesOf } from "./registration/attributes.ts";
import { AgentExit } from "./registration/exit.ts";
import { type InstanceFacts, noInstanceFacts, readInstanceFacts } from "./registration/instance-facts.ts";
import { createPollEndpoint } from "./registration/poll-endpoint.ts";
import { register, savedRegistration } from "./registration/register.ts";
import { createScopedWorld } from "./scoped-world.ts";
import type { AgentSettings } from "./settings.ts";
import { createSimulatedRuntime } from "./simulated/runtime.ts";
import { createMetadataSource } from "./task-endpoint/task-metadata.ts";
import { createAdmission } from "./tasks/admission.ts";
import { createImageProvider } from "./tasks/images.ts";
import { label } from "./tasks/labels.ts";
import { createRangePorts } from "./tasks/range-ports.ts";
import { createRoleCredentialStore } from "./tasks/role-credentials.ts";
import { createSecretSource } from "./tasks/secrets.ts";
import { createStateReporter } from "./tasks/state-reporter.ts";
import { createTaskEngine, type TaskEngine } from "./tasks/task-engine.ts";
import { runTelemetryChannel } from "./tcs/telemetry-channel.ts";
import { environmentFromUserData } from "./user-data.ts";

/** What an agent is and does at this moment. */
export type AgentStatus = {
  readonly containerInstanceArn: string | undefined;
  readonly cluster: string;
  readonly connected: boolean;
  readonly tasks: readonly {
    readonly arn: string;
    readonly desiredStatus: string;
    readonly knownStatus: string;
  }[];
};

/** A running agent: one container instance. */
export type Agent = {
  /** Ends it like SIGTERM ends Amazon's agent: containers run on, the instance stays registered. */
  readonly stop: () => Promise<void>;
  readonly status: () => AgentStatus;
  /** The exit code: 0 stopped, 1 start me again, 5 don't. */
  readonly done: Promise<number>;
};

const defaultSimulatedCapacity = { cpu: 4096, memory: 16_384 };

const openStore = (settings: AgentSettings, name: string): Promise<Store> =>
  settings.dataDirectory === undefined
    ? Promise.resolve(memoryStore())
    : openFileStore(join(settings.dataDirectory, name));

const openRuntime = async (settings: AgentSettings): Promise<ContainerRuntime> =>
  settings.containers === "docker"
    ? createDockerRuntime(settings.dockerHost, settings.world)
    : createSimulatedRuntime({
        world: settings.world,
        store: await openStore(settings, "simulated-containers.jsonl"),
        capacity: settings.simulatedCapacity ?? defaultSimulatedCapacity,
      });

type Identity = {
  readonly credentials: CredentialSource;
  readonly facts: InstanceFacts;
  readonly cluster: string;
};

/** Credentials and identity: from the environment alone, or from the instance metadata service. */
const identify = async (settings: AgentSettings): Promise<Identity> => {
  const { metadataServiceEndpoint, world, cluster } = settings;
  const fixed = settings.credentials === undefined ? undefined : staticCredentials(settings.credentials);
  if (metadataServiceEndpoint === undefined) {
    if (fixed === undefined)
      throw new AgentExit(5, "there are neither credentials nor an instance metadata service");
    return { credentials: fixed, facts: noInstanceFacts, cluster };
  }
  const metadata = createInstanceMetadata(metadataServiceEndpoint, world);
  const userData = (await metadata.get("/latest/user-data")) ?? "";
  const credentials = fixed ?? instanceProfileCredentials(metadata, world);
  const facts = await readInstanceFacts(metadata, credentials);
  return { credentials, facts, cluster: cluster || (environmentFromUserData(userData)["ECS_CLUSTER"] ?? "") };
};

const stringSet = (name: string, ports: readonly number[]) => ({
  name,
  type: "STRINGSET",
  stringSetValue: ports.map(String),
});

/** Everything between the start and the first connection; returns what keeps running. */
const bringUp = async (
  settings: AgentSettings,
  signal: AbortSignal,
  fail: (error: Error) => void,
  state: {
    engine?: TaskEngine;
    store?: Store;
    arn?: string;
    cluster: string;
    connected: boolean;
    close: (() => void)[];
  },
): Promise<void> => {
  const { world, logger } = settings;
  const store = await openStore(settings, "agent.jsonl");
  state.store = store;
  const runtime = await openRuntime(settings);
  const [dockerVersion, machine, runtimeCapabilities] = await Promise.all([
    runtime.version(),
    runtime.capacity(),
    runtime.capabilities(),
  ]);
  const { resources } = settings;
  const capacity =
    resources === undefined ? machine : { cpu: resources.cpuUnits, memory: resources.memoryMiB };
  const { credentials, facts, cluster: wantedCluster } = await identify(settings);
  const region = facts.region ?? settings.region ?? "us-east-1";
  const api = createApiClient({ service: "ecs", endpoint: settings.endpoint, region, credentials, world });
  const memory = capacity.memory - settings.reservedMemory;
  const { containerInstanceArn, cluster, availabilityZone } = await register({
    api,
    store,
    world,
    logger,
    cluster: wantedCluster,
    facts,
    totalResources: [
      { name: "CPU", type: "INTEGER", integerValue: capacity.cpu },
      { name: "MEMORY", type: "INTEGER", integerValue: memory },
      stringSet("PORTS", settings.reservedPorts),
      stringSet("PORTS_UDP", settings.reservedPortsUdp),
    ],
    attributes: attributesOf({
      runtimeCapabilities,
      simulated: runtime.kind === "simulated",
      external: settings.metadataServiceEndpoint === undefined,
      taskRoleEnabled: settings.taskRoleEnabled,
      architecture: process.arch,
      custom: savedRegistration(store, facts.instanceId) === undefined ? settings.instanceAttributes : {},
    }),
    tags: settings.instanceTags,
    signal,
  });
  state.arn = containerInstanceArn;
  state.cluster = cluster;
  logger(`registered as ${containerInstanceArn}`);

  const saveTask = (arn: string, record: unknown) => {
    if (!signal.aborted) store.put(`task/${arn}`, record);
  };
  const reporter = createStateReporter({
    api,
    world,
    cluster,
    logger,
    save: (task) => saveTask(task.definition.arn, task),
    signal,
  });
  const roleCredentials = createRoleCredentialStore(settings.taskEndpoint);
  const secretSource = createSecretSource(settings.endpoint, region, world);
  let publishHealth = () => {};
  const metadataSettings = {
    runtime,
    api,
    cluster,
    containerInstanceArn,
    availabilityZone,
    taskRole: (task: Parameters<typeof roleCredentials.of>[0]) => roleCredentials.of(task, "TaskApplication"),
  };
  const metadataIds = new Set<string>();
  const engine = createTaskEngine({
    host: {
      runtime,
      world,
      logger,
      cluster,
      containerInstanceArn,
      region,
      stopTimeout: settings.stopTimeout,
      images: createImageProvider(runtime, settings.imagePullBehavior, world),
      admission: createAdmission({ cpu: capacity.cpu, memory }),
      rangePorts: createRangePorts(world),
      secrets: (task, container) => secretSource.read(container, roleCredentials.of(task, "TaskExecution")),
      report: (task) => reporter.submit(task),
      healthChanged: () => publishHealth(),
    },
    store,
    credentials: roleCredentials,
    cleanupWait: settings.taskCleanupWait,
    onTask: (task) => {
      for (const record of task.containers) {
        metadataIds.add(record.endpointId);
        settings.taskEndpoint.addMetadata(
          record.endpointId,
          createMetadataSource(task, record, metadataSettings),
        );
      }
    },
    onForgotten: (task) => {
      for (const { endpointId } of task.containers) {
        metadataIds.delete(endpointId);
        settings.taskEndpoint.removeMetadata(endpointId);
      }
    },
    onFailure: fail,
  });
  state.engine = engine;
  state.close.push(
    () => engine.abandon(),
    () => roleCredentials.clear(),
    () => {
      for (const id of metadataIds) settings.taskEndpoint.removeMetadata(id);
    },
  );
  state.close.push(
    await runtime.watch(label.containerInstance, containerInstanceArn, (event) => engine.handle(event)),
  );
  await engine.resume();
  if (signal.aborted) return;

  const pollEndpoint = createPollEndpoint(api, world, cluster, containerInstanceArn);
  const channel = {
    cluster,
    containerInstanceArn,
    dockerVersion,
    region,
    credentials,
    world,
    logger,
    signal,
  };
  const telemetry = runTelemetryChannel({
    ...channel,
    endpoint: async () => (await pollEndpoint()).telemetryEndpoint,
    runtime,
    metricsDisabled: settings.metricsDisabled,
    tasks: () => engine.tasks(),
  });
  publishHealth = telemetry.publishHealth;
  const manifest = manifestHandlers(
    engine,
    cluster,
    containerInstanceArn,
    (store.entries.get("manifest-timeline") as number | undefined) ?? 0,
    (timeline) => store.put("manifest-timeline", timeline),
  );
  const control = runControlChannel({
    ...channel,
    endpoint: async () => (await pollEndpoint()).endpoint,
    handlers: messageHandlers({
      engine,
      manifest,
      onHeartbeat: telemetry.publishInstanceStatus,
      logger,
    }),
    onOpen: () => {
      state.connected = true;
      logger("connected to the control plane");
      reporter.retryNow();
    },
    onEnd: () => {
      state.connected = false;
    },
  });
  await Promise.all([control, telemetry.done]);
};

const abortion = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve()));

/**
 * Starts an agent. It registers, connects and runs tasks until it is stopped; look at `done` for how it ended.
 * Several may run in one process; they share nothing but `settings.taskEndpoint`.
 */
export const startAgent = (given: AgentSettings): Agent => {
  const scoped = createScopedWorld(given.world);
  const settings = { ...given, world: scoped.world };
  const aborted = new AbortController();
  const state: Parameters<typeof bringUp>[3] = { cluster: settings.cluster, connected: false, close: [] };
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    aborted.abort();
  };
  const run = async (): Promise<number> => {
    try {
      // Why a race: what waits for an answer or a pause when the agent is stopped need not come to its end.
      await Promise.race([bringUp(settings, aborted.signal, fail, state), abortion(aborted.signal)]);
      if (failure !== undefined) throw failure;
      return 0;
    } catch (error) {
      if (aborted.signal.aborted && failure === undefined) return 0;
      settings.logger(`agent: ${describeError(error)}`);
      return error instanceof AgentExit ? error.code : 1;
    } finally {
      aborted.abort();
      for (const close of state.close.toReversed()) close();
      scoped.cancelAll();
      await state.store?.close().catch(() => {});
    }
  };
  const done = run();
  return {
    stop: async () => {
      aborted.abort();
      await done;
    },
    status: () => ({
      containerInstanceArn: state.arn,
      cluster: state.cluster,
      connected: state.connected,
      tasks: (state.engine?.tasks() ?? []).map(({ definition, desiredStatus, status }) => ({
        arn: definition.arn,
        desiredStatus,
        knownStatus: status,
      })),
    }),
    done,
  };
};
