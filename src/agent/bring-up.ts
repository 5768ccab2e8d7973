import { runControlChannel } from "./acs/control-channel.ts";
import { messageHandlers } from "./acs/handlers.ts";
import { manifestHandlers } from "./acs/manifest.ts";
import { createApiClient } from "./api/client.ts";
import { assembleTasks } from "./assemble-tasks.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { identify } from "./identity/identify.ts";
import { openRuntime, openStore } from "./open-runtime.ts";
import type { Store } from "./persistence/store.ts";
import { attributesOf } from "./registration/attributes.ts";
import { createPollEndpoint } from "./registration/poll-endpoint.ts";
import { register, savedRegistration } from "./registration/register.ts";
import type { AgentSettings } from "./settings.ts";
import { label } from "./tasks/labels.ts";
import type { TaskEngine } from "./tasks/task-engine.ts";
import { runTelemetryChannel } from "./tcs/telemetry-channel.ts";

/** What an agent has become so far; filled in while it comes up. */
export type AgentState = {
  cluster: string;
  containerInstanceArn?: string;
  engine?: TaskEngine;
  /** What is open, or on its way to be: whoever ends the agent waits for it, for the files are the next one's. */
  opening?: { readonly store: Promise<Store>; readonly runtime: Promise<ContainerRuntime> };
  connected: boolean;
  /** What to do when the agent ends, last first. */
  readonly closers: (() => void)[];
};

const stringSet = (name: string, ports: readonly number[]) => ({
  name,
  type: "STRINGSET",
  stringSetValue: ports.map(String),
});

const manifestKey = "manifest-timeline";

/**
 * Brings an agent up and keeps it running until `signal` aborts. The order is that of Amazon's agent: register, look
 * at what became of the containers, report it, connect.
 *
 * @param fail ends the agent with an error that comes up later
 */
export const bringUp = async (
  settings: AgentSettings,
  state: AgentState,
  signal: AbortSignal,
  fail: (error: Error) => void,
): Promise<void> => {
  const { world, logger } = settings;
  state.opening = { store: openStore(settings, "agent.jsonl"), runtime: openRuntime(settings) };
  // Why: a runtime that does not open while the store does not either is reported once, by the store.
  state.opening.runtime.catch(() => {});
  const store = await state.opening.store;
  const runtime = await state.opening.runtime;
  const [dockerVersion, machine, runtimeCapabilities] = await Promise.all([
    runtime.version(),
    runtime.capacity(),
    runtime.capabilities(),
  ]);
  const { cpuUnits, memoryMiB } = settings.resources ?? { cpuUnits: machine.cpu, memoryMiB: machine.memory };
  const capacity = { cpu: cpuUnits, memory: memoryMiB - settings.reservedMemory };
  const { credentials, facts, cluster: wantedCluster } = await identify(settings);
  const region = facts.region ?? settings.region ?? "us-east-1";
  const api = createApiClient({ service: "ecs", endpoint: settings.endpoint, region, credentials, world });
  const registration = await register({
    api,
    store,
    world,
    logger,
    cluster: wantedCluster,
    facts,
    totalResources: [
      { name: "CPU", type: "INTEGER", integerValue: capacity.cpu },
      { name: "MEMORY", type: "INTEGER", integerValue: capacity.memory },
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
  const { cluster, containerInstanceArn } = registration;
  Object.assign(state, { cluster, containerInstanceArn });
  logger(`registered as ${containerInstanceArn}`);

  let publishHealth = () => {};
  const { engine, reporter, close } = assembleTasks(settings, {
    runtime,
    store,
    api,
    region,
    instanceCredentials: credentials,
    registration,
    capacity,
    signal,
    healthChanged: () => publishHealth(),
    onFailure: fail,
  });
  state.engine = engine;
  state.closers.push(close);
  const unwatch = await runtime.watch(label.containerInstance, containerInstanceArn, engine.handle);
  state.closers.push(unwatch);
  if (signal.aborted) return;
  await engine.resume();

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
    tasks: engine.tasks,
  });
  publishHealth = telemetry.publishHealth;
  const timeline = store.entries.get(manifestKey);
  const manifest = manifestHandlers(
    engine,
    cluster,
    containerInstanceArn,
    typeof timeline === "number" ? timeline : 0,
    (latest) => store.put(manifestKey, latest),
  );
  const control = runControlChannel({
    ...channel,
    endpoint: async () => (await pollEndpoint()).endpoint,
    handlers: messageHandlers({ engine, manifest, logger, onHeartbeat: telemetry.publishInstanceStatus }),
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
