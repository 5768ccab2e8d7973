import { mkdir, rm } from "node:fs/promises";
import {
  type Agent,
  type AgentSettings,
  AgentSettingsError,
  agentSettingsFromEnvironment,
  clearInstance,
  superviseAgent,
  type TaskEndpoint,
} from "../../../agent/index.ts";
import type { World } from "../../../world.ts";
import type { ContainerFate, HostedInstance, HostSetup } from "./messages.ts";

/** One simulated machine: what is left of an instance when the control plane is taken away. */
export type Machine = {
  readonly boot: (instance: HostedInstance) => Promise<void>;
  /** Ends the agent; the containers stop, or go with the machine. Can be called for one that does not run. */
  readonly halt: (instance: HostedInstance, containers: ContainerFate) => Promise<void>;
  /** Ends the agent and leaves the containers running. */
  readonly abandon: () => Promise<void>;
};

type MachineOptions = {
  readonly setup: HostSetup;
  readonly taskEndpoint: TaskEndpoint;
  readonly world: World;
  /** Writes a line to the machine's console. */
  readonly console: (line: string) => void;
};

/** A machine that is switched off. */
export const createMachine = ({ setup, taskEndpoint, world, console }: MachineOptions): Machine => {
  let agent: Pick<Agent, "stop"> | undefined;

  const settingsFor = (instance: HostedInstance): AgentSettings => {
    const { cpuUnits, memoryMiB } = instance.resources;
    const configuration = agentSettingsFromEnvironment({
      ...instance.environment,
      ECS_BACKEND_HOST: setup.endpoint,
      ECS_DATADIR: instance.dataDirectory,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: instance.metadataEndpoint,
      DOCKER_HOST: setup.dockerHost,
    });
    return {
      ...configuration,
      containers: setup.containers,
      simulatedCapacity: { cpu: cpuUnits, memory: memoryMiB },
      resources: instance.resources,
      logger: (line) => console(line),
      taskEndpoint,
      world,
    };
  };

  const boot = async (instance: HostedInstance): Promise<void> => {
    if (agent !== undefined) return;
    await mkdir(instance.dataDirectory, { recursive: true, mode: 0o700 });
    const { cpuUnits, memoryMiB } = instance.resources;
    console(
      `machine: ${instance.id}, ${cpuUnits / 1024} vCPU, ${memoryMiB} MiB for tasks, containers: ${setup.containers}`,
    );
    const names = Object.keys(instance.environment);
    console(`cloud-init: user data sets ${names.length === 0 ? "nothing for the agent" : names.join(", ")}`);
    try {
      agent = superviseAgent(settingsFor(instance));
    } catch (error) {
      // A machine whose agent is set up wrongly runs all the same, as on EC2.
      if (!(error instanceof AgentSettingsError)) throw error;
      console(`ecs-init: the agent's settings make no sense: ${error.message}`);
      agent = { stop: async () => {} };
    }
  };

  const abandon = async (): Promise<void> => {
    const running = agent;
    agent = undefined;
    await running?.stop();
  };

  return {
    boot,
    abandon,
    halt: async (instance, containers) => {
      await abandon();
      console(containers === "stop" ? "shutdown: stopping containers" : "shutdown: the machine goes away");
      await clearInstance({
        containers: setup.containers,
        dataDirectory: instance.dataDirectory,
        dockerHost: setup.dockerHost ?? "unix:///var/run/docker.sock",
        world,
        remove: containers === "remove",
      });
      if (containers === "remove") await rm(instance.dataDirectory, { recursive: true, force: true });
    },
  };
};
