import type { Cancel, World } from "../../world.ts";
import { describeError } from "../api/errors.ts";
import { createBackoff } from "../connection/backoff.ts";
import type { Connection } from "../connection/connection.ts";
import { keepConnected } from "../connection/keep-connected.ts";
import type { ContainerRuntime } from "../container-runtime.ts";
import type { CredentialSource } from "../identity/credential-source.ts";
import { webSocketUrl } from "../registration/poll-endpoint.ts";
import type { TaskRecord } from "../tasks/task-record.ts";
import { agentHash, agentVersion } from "../version.ts";
import { signedFrame } from "./frame.ts";
import { taskHealth } from "./health.ts";
import { createMetrics } from "./metrics.ts";

/** What the agent tells by TCS, the connection for metrics and health. */
export type TelemetryChannel = {
  /** Publishes the health of containers now instead of at the next turn. */
  readonly publishHealth: () => void;
  /** Checks the runtime and publishes the instance's status. */
  readonly publishInstanceStatus: () => void;
  /** Resolves when the channel's signal has aborted. */
  readonly done: Promise<void>;
};

/** What the channel needs; `endpoint` is asked before each attempt to connect. */
export type TelemetryChannelSettings = {
  readonly endpoint: () => Promise<string>;
  readonly cluster: string;
  readonly containerInstanceArn: string;
  readonly dockerVersion: string;
  readonly region: string;
  readonly credentials: CredentialSource;
  readonly world: World;
  readonly logger: (line: string) => void;
  readonly signal: AbortSignal;
  readonly runtime: ContainerRuntime;
  readonly metricsDisabled: boolean;
  readonly tasks: () => readonly TaskRecord[];
};

const period = 20_000;
const tasksPerFrame = 10;

const chunks = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );

/** Keeps TCS open and publishes every 20 seconds until `signal` aborts. */
export const runTelemetryChannel = (settings: TelemetryChannelSettings): TelemetryChannel => {
  const { cluster, containerInstanceArn: containerInstance, region, world, runtime, logger } = settings;
  const sampleMetrics = createMetrics(runtime, world.now);
  let open: { readonly connection: Connection; readonly url: string } | undefined;
  let url = "";
  let cancelTimer: Cancel = () => {};
  let queue: Promise<void> = Promise.resolve();
  let status: { readonly value: "OK" | "IMPAIRED"; readonly since: number } | undefined;

  const enqueue = (work: (send: (type: string, message: object) => Promise<void>) => Promise<void>) => {
    const target = open;
    if (target === undefined) return;
    const send = async (type: string, message: object) => {
      const json = JSON.stringify({ type, message });
      const credentials = await settings.credentials();
      target.connection.send(signedFrame(target.url, json, credentials, region, world.now()));
    };
    queue = queue
      .then(() => (settings.signal.aborted ? undefined : work(send)))
      .catch((error: unknown) => logger(`TCS: ${describeError(error)}`));
  };
  const metadata = () => ({ cluster, containerInstance, messageId: world.uuid() });

  const publishMetrics = () =>
    enqueue(async (send) => {
      const timestamp = world.now() / 1000;
      const all = settings.metricsDisabled ? [] : await sampleMetrics(settings.tasks());
      if (all.length === 0)
        return send("PublishMetricsRequest", {
          metadata: { ...metadata(), idle: true, fin: true },
          timestamp,
        });
      const frames = chunks(all, tasksPerFrame);
      const { messageId } = metadata();
      for (const [index, taskMetrics] of frames.entries())
        await send("PublishMetricsRequest", {
          metadata: { ...metadata(), messageId, idle: false, fin: index === frames.length - 1 },
          taskMetrics,
          timestamp,
        });
    });
  const publishHealth = () =>
    enqueue(async (send) => {
      const frames = chunks(taskHealth(settings.tasks(), world.now()), tasksPerFrame);
      for (const [index, tasks] of frames.entries())
        await send("PublishHealthRequest", {
          metadata: { ...metadata(), fin: index === frames.length - 1 },
          tasks,
          timestamp: world.now() / 1000,
        });
    });
  const publishInstanceStatus = () =>
    enqueue(async (send) => {
      const value = await runtime.version().then(
        () => "OK" as const,
        () => "IMPAIRED" as const,
      );
      const now = world.now();
      if (status?.value !== value) status = { value, since: now };
      await send("PublishInstanceStatusRequest", {
        metadata: { cluster, containerInstance, requestId: world.uuid() },
        statuses: [
          {
            type: "ContainerRuntime",
            status: value,
            lastUpdated: now / 1000,
            lastStatusChange: status.since / 1000,
          },
        ],
        timestamp: now / 1000,
      });
    });
  const tick = () => {
    publishMetrics();
    publishHealth();
    cancelTimer = world.after(period, tick);
  };

  const done = keepConnected({
    name: "TCS",
    url: async () => {
      url = webSocketUrl(await settings.endpoint(), {
        agentHash,
        agentVersion,
        cluster,
        containerInstance,
        dockerVersion: settings.dockerVersion,
      });
      return url;
    },
    region,
    credentials: settings.credentials,
    world,
    logger,
    signal: settings.signal,
    backoff: createBackoff(world, 1_000, 60_000, 2),
    onOpen: (connection) => {
      open = { connection, url };
      cancelTimer();
      publishHealth();
      cancelTimer = world.after(period, tick);
    },
    onEnd: () => {
      open = undefined;
      cancelTimer();
    },
    // Why nothing: acknowledgements and heartbeats only show that the other end is alive.
    onMessage: () => {},
  }).finally(() => {
    open = undefined;
    cancelTimer();
  });
  return { publishHealth, publishInstanceStatus, done };
};
