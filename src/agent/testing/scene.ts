import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Credentials } from "../../signature/index.ts";
import { realWorld, type World } from "../../world.ts";
import { type Agent, startAgent } from "../agent.ts";
import { agentSettingsFromEnvironment } from "../environment.ts";
import type { AgentSettings } from "../settings.ts";
import { createTaskEndpoint, type TaskEndpoint } from "../task-endpoint/task-endpoint.ts";
import { type StubControlPlane, startStubControlPlane } from "./stub-control-plane.ts";

/** The instance's credentials in tests. */
export const instanceCredentials: Credentials = {
  accessKeyId: "ASIAINSTANCEEXAMPLE0",
  secretAccessKey: "instance/secret+key",
  sessionToken: "instance+session/token==",
};

/** The task role's credentials in tests, as a payload carries them. */
export const taskRole = {
  credentialsId: "7d1e0f8a-0000-4000-8000-000000000001",
  roleArn: "arn:aws:iam::123456789012:role/taskRole",
  accessKeyId: "ASIATASKROLEEXAMPLE0",
  secretAccessKey: "task/secret+key",
  sessionToken: "task+session/token==",
  expiration: "2036-01-01T00:00:00Z",
};

/** A stub control plane and what it takes to start agents against it. */
export type Scene = {
  readonly stub: StubControlPlane;
  readonly taskEndpoint: TaskEndpoint;
  readonly log: string[];
  readonly dataDirectory: string;
  /** Starts an agent; it is stopped when the test ends. */
  readonly start: (changes?: Partial<AgentSettings>) => Agent;
  /** Starts an agent and waits until it has connected; returns its ARN too. */
  readonly join: (
    changes?: Partial<AgentSettings>,
  ) => Promise<{ readonly agent: Agent; readonly arn: string }>;
};

/** The settings of agents in tests, for `environment` beyond the usual. */
export const testConfiguration = (environment: Readonly<Record<string, string>> = {}) =>
  agentSettingsFromEnvironment({
    ECS_CLUSTER: "demo",
    ECS_EXTERNAL: "true",
    AWS_DEFAULT_REGION: "us-west-2",
    AWS_ACCESS_KEY_ID: instanceCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: instanceCredentials.secretAccessKey,
    AWS_SESSION_TOKEN: instanceCredentials.sessionToken,
    ECS_BACKEND_HOST: "http://127.0.0.1:1",
    ...(process.env["DOCKER_HOST"] === undefined ? {} : { DOCKER_HOST: process.env["DOCKER_HOST"] }),
    ...environment,
  });

/** Sets a scene for one test and clears it afterwards. Agents simulate containers unless told otherwise. */
export const setScene = async (
  test: TestContext,
  options: { readonly world?: World; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Scene> => {
  const world = options.world ?? realWorld;
  const log: string[] = [];
  const logger = (line: string) => void log.push(line);
  const dataDirectory = await mkdtemp(join(tmpdir(), "portreeve-agent-"));
  const stub = await startStubControlPlane([instanceCredentials, taskRole]);
  const taskEndpoint = createTaskEndpoint({ port: 0, world, logger });
  await taskEndpoint.ready;
  const agents: Agent[] = [];
  const configuration = testConfiguration(options.environment);
  const start: Scene["start"] = (changes = {}) => {
    const agent = startAgent({
      ...configuration,
      endpoint: stub.url,
      dataDirectory,
      containers: "simulated",
      logger,
      taskEndpoint,
      world,
      ...changes,
    });
    agents.push(agent);
    return agent;
  };
  test.after(async () => {
    for (const agent of agents) await agent.stop();
    await taskEndpoint.close();
    await stub.close();
    await rm(dataDirectory, { recursive: true, force: true });
  });
  return {
    stub,
    taskEndpoint,
    log,
    dataDirectory,
    start,
    join: async (changes) => {
      const before = stub.connections.entries.length;
      const agent = start(changes);
      await stub.connections.until(
        (all) =>
          all.slice(before).some(({ kind }) => kind === "acs") &&
          all.slice(before).some(({ kind }) => kind === "tcs"),
        `connections of the agent; its log: ${log.join("\n")}`,
      );
      return { agent, arn: agent.status().containerInstanceArn ?? "" };
    },
  };
};
