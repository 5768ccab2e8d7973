import { type Agent, type AgentSettings, startAgent } from "../../../agent/index.ts";
import type { Cancel, World } from "../../../world.ts";

/** Keeps one agent running, as ecs-init does. */
export type AgentSupervisor = {
  /** Ends the agent and its restarts; containers are left alone. */
  readonly stop: () => Promise<void>;
};

const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** An agent that ran this long counts as having worked: the next pause is short again. */
const WORKED = 60_000;
/** The exit code by which an agent asks not to be started again. */
const TERMINAL = 5;

/**
 * Starts an agent and starts it again when it ends: after a pause that doubles from one second to a minute, so
 * that an agent that is refused does not hammer the control plane, and never after exit code 5.
 * https://github.com/aws/amazon-ecs-agent/blob/master/ecs-init/README.md
 */
export const superviseAgent = (
  settings: AgentSettings,
  world: World,
  start: (settings: AgentSettings) => Pick<Agent, "stop" | "done"> = startAgent,
): AgentSupervisor => {
  const { logger } = settings;
  let agent: Pick<Agent, "stop" | "done"> | undefined;
  let cancel: Cancel = () => {};
  let stopped = false;
  let pause = SHORTEST_PAUSE;

  const ended = (code: number, ran: number): void => {
    agent = undefined;
    if (stopped) return;
    if (code === TERMINAL) {
      logger("ecs-init: the agent exited with code 5 and will not be started again");
      return;
    }
    if (ran >= WORKED) pause = SHORTEST_PAUSE;
    const wait = Math.round(pause * (1 + world.random() / 5));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
    logger(`ecs-init: the agent exited with code ${code}; starting it again in ${Math.ceil(wait / 1000)} s`);
    cancel = world.after(wait, run);
  };

  const run = (): void => {
    const began = world.now();
    logger("ecs-init: starting the Amazon ECS container agent");
    agent = start(settings);
    agent.done.then(
      (code) => ended(code, world.now() - began),
      () => ended(1, world.now() - began),
    );
  };

  run();
  return {
    stop: async () => {
      stopped = true;
      cancel();
      await agent?.stop();
    },
  };
};
