import {
  AgentSettingsError,
  agentSettingsFromEnvironment,
  createTaskAddress,
  createTaskEndpoint,
  superviseAgent,
} from "../agent/index.ts";
import { realWorld } from "../world.ts";
import { CliError } from "./cli-error.ts";

/** What `portreeve agent` was asked; everything else comes from the ECS_* variables. */
export type AgentOptions = { readonly containers: "docker" | "simulated" };

const configuration = () => {
  try {
    return agentSettingsFromEnvironment(process.env);
  } catch (error) {
    if (error instanceof AgentSettingsError) throw new CliError(error.message);
    throw error;
  }
};

/** `portreeve agent`: runs until it is told to stop; containers keep running. */
export const agent = async ({ containers }: AgentOptions): Promise<void> => {
  const settings = configuration();
  const world = realWorld;
  const logger = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const taskEndpoint = createTaskEndpoint({ port: 0, world, logger });
  await taskEndpoint.ready;
  const port = taskEndpoint.port();
  if (containers === "docker" && port !== undefined) await createTaskAddress({ world, logger }).leadTo(port);
  const running = superviseAgent({ ...settings, containers, logger, taskEndpoint, world });
  const stop = (): void => void running.stop();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.exit(await running.done);
};
