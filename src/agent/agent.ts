import { describeError } from "./api/errors.ts";
import { type AgentState, bringUp } from "./bring-up.ts";
import { createBackoff } from "./connection/backoff.ts";
import { AgentExit } from "./registration/exit.ts";
import { createScopedWorld } from "./scoped-world.ts";
import type { AgentSettings } from "./settings.ts";

/** What an agent is and does at this moment. */
export type AgentStatus = {
  readonly containerInstanceArn: string | undefined;
  readonly cluster: string;
  /** Whether ACS is open. */
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

const abortion = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve()));

const statusOf = (state: AgentState): AgentStatus => ({
  containerInstanceArn: state.containerInstanceArn,
  cluster: state.cluster,
  connected: state.connected,
  tasks: (state.engine?.tasks() ?? []).map(({ definition, desiredStatus, status }) => ({
    arn: definition.arn,
    desiredStatus,
    knownStatus: status,
  })),
});

/**
 * Starts an agent. It registers, connects and runs tasks until it is stopped or cannot go on; `done` tells which.
 * Several may run in one process; they share nothing but `settings.taskEndpoint`.
 */
export const startAgent = (settings: AgentSettings): Agent => {
  const { world, cancelAll } = createScopedWorld(settings.world);
  const aborted = new AbortController();
  const { signal } = aborted;
  const state: AgentState = { cluster: settings.cluster, connected: false, closers: [] };
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    aborted.abort();
  };
  const run = async (): Promise<number> => {
    try {
      // Why a race: what waits for an answer or a pause when the agent is stopped need not come to its end.
      await Promise.race([bringUp({ ...settings, world }, state, signal, fail), abortion(signal)]);
      if (failure !== undefined) throw failure;
      return 0;
    } catch (error) {
      if (signal.aborted && failure === undefined) return 0;
      settings.logger(`agent: ${describeError(error)}`);
      return error instanceof AgentExit ? error.code : 1;
    } finally {
      aborted.abort();
      state.connected = false;
      for (const close of state.closers.toReversed()) close();
      cancelAll();
      // Why failures are let pass: what could not be written was not acknowledged either.
      await Promise.allSettled([
        state.opening?.store.then((store) => store.close()),
        state.opening?.runtime.then((runtime) => runtime.close()),
      ]);
    }
  };
  const done = run();
  return {
    stop: async () => {
      aborted.abort();
      await done;
    },
    status: () => statusOf(state),
    done,
  };
};

/** An agent that ran this long has worked: its next pause is short again. */
const worked = 60_000;

/**
 * Starts an agent and starts it again when it exits with code 1, after 1 to 60 seconds: what Amazon's ecs-init does.
 * So an instance whose role lacks a permission joins once the permission is there.
 */
export const superviseAgent = (settings: AgentSettings): Agent => {
  const backoff = createBackoff(settings.world, 1_000, 60_000, 2);
  const stopped = new AbortController();
  let agent = startAgent(settings);
  const supervise = async (): Promise<number> => {
    for (;;) {
      const began = settings.world.now();
      const code = await agent.done;
      if (code !== 1 || stopped.signal.aborted) return code;
      if (settings.world.now() - began >= worked) backoff.reset();
      const pause = backoff.next();
      settings.logger(`agent: exited with code 1; starting it again in ${pause} ms`);
      const waited = new Promise<void>((resolve) => {
        const cancel = settings.world.after(pause, resolve);
        stopped.signal.addEventListener("abort", cancel);
      });
      await Promise.race([waited, abortion(stopped.signal)]);
      if (stopped.signal.aborted) return 0;
      agent = startAgent(settings);
    }
  };
  const done = supervise();
  return {
    stop: async () => {
      stopped.abort();
      await agent.stop();
      await done;
    },
    status: () => agent.status(),
    done,
  };
};
