/** An agent in a process of its own, for tests that kill it. Configured by the environment only. */
import { realWorld } from "../../world.ts";
import { startAgent } from "../agent.ts";
import { agentSettingsFromEnvironment } from "../environment.ts";
import { createTaskEndpoint } from "../task-endpoint/task-endpoint.ts";

const logger = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const agent = startAgent({
  ...agentSettingsFromEnvironment(process.env),
  containers: "docker",
  logger,
  taskEndpoint: createTaskEndpoint({ port: 0, world: realWorld, logger }),
  world: realWorld,
});
process.exit(await agent.done);
