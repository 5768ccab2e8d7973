import type { WebSocket } from "ws";
import {
  type ControlPlane,
  invoke,
  type UpgradeCall,
  type UpgradeHandler,
} from "../../../operation/index.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { accessDenied } from "../errors.ts";
import { taskTable } from "../tasks/table.ts";
import { AcsSession } from "./acs-session.ts";
import { persistConnected, persistDisconnected } from "./agent-connection.ts";
import { CredentialBook } from "./credential-book.ts";
import { poll, startTelemetrySession } from "./poll.ts";
import { TelemetrySession } from "./telemetry/telemetry-session.ts";

/** The control plane's end of every agent's channels. */
export type AgentChannels = {
  /** Authorizes an agent's upgrade and takes its socket over. */
  readonly upgrade: UpgradeHandler;
  /** The sessions that are open, by the ARN of the container instance. */
  readonly session: (instanceArn: string) => AcsSession | undefined;
  readonly sessions: () => Iterable<AcsSession>;
  readonly credentials: CredentialBook;
  /** Closes every channel. */
  readonly close: () => void;
};

/** Milliseconds for which an agent may be away before the cluster shows it: they reconnect every half hour. */
const ABSENCE = 2000;

const service = { name: "ecs", denied: accessDenied };

/**
 * Serves agents' channels and drives them from the changes of tasks and container instances. What it did not
 * get to do before a restart it does when the agents come back.
 */
export const createAgentChannels = (plane: ControlPlane): AgentChannels => {
  const { state, world } = plane;
  const acs = new Map<string, AcsSession>();
  const tcs = new Map<string, TelemetrySession>();
  const credentials = new CredentialBook();
  let closed = false;

  // Whoever was connected to the process before this one is not connected to this one.
  const ready = persistDisconnected(
    state,
    [...state.table(containerInstanceTable).by("connected", "true")].map(({ arn }) => arn),
  );

  // An upgrade that waits for it is told; when none does, the process stops for the same reason.
  ready.catch(() => {});

  const openAcs = (socket: WebSocket, call: UpgradeCall, instanceArn: string, clusterArn: string): void => {
    if (closed) {
      socket.close(1001);
      return;
    }
    const session = new AcsSession({ plane, socket, instanceArn, clusterArn, book: credentials });
    acs.get(instanceArn)?.close("A newer connection was opened");
    acs.set(instanceArn, session);
    socket.on("close", () => {
      session.ended();
      if (acs.get(instanceArn) !== session) return;
      acs.delete(instanceArn);
      if (closed) return;
      world.after(ABSENCE, () => {
        if (!closed && !acs.has(instanceArn)) void persistDisconnected(state, [instanceArn]).catch(() => {});
      });
    });
    void begin(session, call).catch(() => session.close("Reconnect to continue"));
  };

  const begin = async (session: AcsSession, call: UpgradeCall): Promise<void> => {
    const connected = await persistConnected(state, session.instanceArn, versionOf(call.query));
    if (acs.get(session.instanceArn) !== session) return;
    if (connected === undefined) {
      session.close("The container instance is inactive");
      return;
    }
    session.start(connected.firstNumber, connected.lastNumber);
    for (const task of connected.undelivered) session.deliver(task);
    const all = call.query.get("sendCredentials") === "true";
    for (const task of connected.live) {
      const ids = [task.taskCredentialsId, task.executionCredentialsId].filter((id) => id !== undefined);
      // Payloads that are yet to be acknowledged carry theirs.
      if (!task.delivered || ids.length === 0) continue;
      if (all || ids.some((id) => credentials.endsBefore(id, world.now()))) session.sendCredentials(task);
    }
    session.sendManifest();
  };

  const openTcs = (socket: WebSocket, call: UpgradeCall, instanceArn: string): void => {
    if (closed) {
      socket.close(1001);
      return;
    }
    tcs.get(instanceArn)?.close("A newer connection was opened");
    const session = new TelemetrySession({ plane, socket, instanceArn, verifyFrame: call.verifyFrame });
    tcs.set(instanceArn, session);
    socket.on("close", () => {
      session.ended();
      if (tcs.get(instanceArn) === session) tcs.delete(instanceArn);
    });
  };

  const subscriptions = [
    state.subscribe(taskTable, ({ after }) => {
      if (after === undefined) return;
      if (after.lastStatus === "STOPPED") {
        for (const id of [after.taskCredentialsId, after.executionCredentialsId]) {
          if (id !== undefined) credentials.forget(id);
        }
      } else if (!after.delivered && after.containerInstanceArn !== undefined) {
        acs.get(after.containerInstanceArn)?.deliver(after);
      }
    }),
    state.subscribe(containerInstanceTable, ({ key, after }) => {
      if (after !== undefined && after.status !== "INACTIVE") return;
      acs.get(key)?.close("The container instance was deregistered");
      tcs.get(key)?.close("The container instance was deregistered");
    }),
  ];

  return {
    upgrade: async (call) => {
      await ready;
      const { query, caller, scope, request } = call;
      const isAcs = call.kind === "acs";
      const cluster = query.get(isAcs ? "clusterArn" : "cluster") || undefined;
      const containerInstance = query.get(isAcs ? "containerInstanceArn" : "containerInstance") ?? "";
      const input = { ...(cluster === undefined ? {} : { cluster }), containerInstance };
      const operation = isAcs ? poll : startTelemetrySession;
      const channel = await invoke(plane, { service, operation, input, caller, scope, request });
      return (socket) =>
        isAcs
          ? openAcs(socket, call, channel.containerInstanceArn, channel.clusterArn)
          : openTcs(socket, call, channel.containerInstanceArn);
    },
    session: (instanceArn) => acs.get(instanceArn),
    sessions: () => acs.values(),
    credentials,
    close: () => {
      closed = true;
      for (const unsubscribe of subscriptions) unsubscribe();
      for (const session of [...acs.values(), ...tcs.values()]) session.close("The control plane stops");
    },
  };
};

/** The agent's own words for its versions; the Docker version is shown as the agent writes it. */
const versionOf = (query: URLSearchParams) => {
  const agentVersion = query.get("agentVersion");
  const agentHash = query.get("agentHash");
  const dockerVersion = query.get("dockerVersion");
  return {
    ...(agentVersion ? { agentVersion } : {}),
    ...(agentHash ? { agentHash } : {}),
    ...(dockerVersion ? { dockerVersion } : {}),
  };
};
