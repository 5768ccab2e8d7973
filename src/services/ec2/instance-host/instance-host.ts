import type { ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import type { Cancel, World } from "../../../world.ts";
import { agentFolder, forkHost } from "./child-process.ts";
import type { ContainerFate, HostedInstance, HostMessage, HostRequest, HostSetup } from "./messages.ts";

/** What runs instances: the control plane's end of the host process. */
export type InstanceHost = {
  /** Where an instance's agent keeps its state. */
  readonly dataDirectoryOf: (instanceId: string) => string;
  /** Boots an instance; resolves when the host has taken it over. Can be called again. */
  readonly start: (instance: HostedInstance) => Promise<void>;
  /** Ends the instance's agent and stops or removes its containers; resolves when that is done. */
  readonly halt: (instance: HostedInstance, containers: ContainerFate) => Promise<void>;
  readonly reboot: (instance: HostedInstance) => Promise<void>;
  /** Hears what instances write to their consoles, line by line. */
  readonly onConsole: (listener: (instanceId: string, text: string) => void) => void;
  /** Ends the process; containers run on. */
  readonly close: () => Promise<void>;
};

/** How a host is set up. */
export type InstanceHostOptions = {
  readonly containers: "docker" | "simulated";
  /** The control plane's URL, as its clients reach it. */
  readonly endpoint: string;
  /** The host's own folder: one folder for each instance's agent below it. */
  readonly dataDirectory: string;
  readonly world: World;
  /** The Docker daemon; `DOCKER_HOST` of the environment unless given. */
  readonly dockerHost?: string;
  /** What the operator should know; no secrets. */
  readonly logger?: (line: string) => void;
  /** Where containers' credentials and metadata are served on 127.0.0.1; any free port unless given. */
  readonly taskEndpointPort?: number;
  /** Makes 169.254.170.2 lead to that port; called for each new process when containers are Docker's. */
  readonly redirect?: (endpointPort: number) => Promise<unknown>;
  /** Starts the process; tests bring their own. */
  readonly fork?: (dataDirectory: string, endpoint: string) => Promise<ChildProcess>;
};

const SHORTEST_PAUSE = 250;
const LONGEST_PAUSE = 30_000;
const CLOSE_TIMEOUT = 5_000;

type Waiting = {
  readonly message: HostRequest;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

type RequestWithoutNumber<Request = HostRequest> = Request extends HostRequest
  ? Omit<Request, "request">
  : never;

/**
 * The host process of all built-in agents: started with the first instance, ended with the last one, started
 * again when it dies. A new process gets everything that should run and everything that was not answered.
 */
export const createInstanceHost = (options: InstanceHostOptions): InstanceHost => {
  const { world } = options;
  const dataDirectory = resolve(options.dataDirectory);
  const log = options.logger ?? (() => {});
  const running = new Map<string, HostedInstance>();
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(instanceId: string, text: string) => void>();
  let child: ChildProcess | undefined;
  let cancelRestart: Cancel | undefined;
  let pause = SHORTEST_PAUSE;
  let nextRequest = 1;
  let launching = false;
  let retiring: Promise<void> = Promise.resolve();
  let closed = false;

  const dockerHost = options.dockerHost ?? process.env["DOCKER_HOST"];
  const setup: HostSetup = {
    type: "setup",
    containers: options.containers,
    endpoint: options.endpoint,
    ...(dockerHost === undefined ? {} : { dockerHost }),
    taskEndpointPort: options.taskEndpointPort ?? 0,
  };

  const deliver = (message: HostSetup | HostRequest): void => {
    // A failed delivery is followed by the process's end, and that by a new delivery.
    child?.send(message, () => {});
  };

  const receive = (message: HostMessage): void => {
    switch (message.type) {
      case "ready":
        pause = SHORTEST_PAUSE;
        if (message.taskEndpointPort !== undefined && options.containers === "docker") {
          // Set from here: the host itself may neither start processes nor write outside of its folders.
          options.redirect?.(message.taskEndpointPort).catch((error: unknown) => log(String(error)));
        }
        break;
      case "console":
        for (const listener of listeners) listener(message.instanceId, message.text);
        break;
      case "log":
        log(message.text);
        break;
      case "answer": {
        const request = waiting.get(message.request);
        waiting.delete(message.request);
        if (message.error === undefined) request?.resolve();
        else request?.reject(new Error(message.error));
        if (running.size === 0 && waiting.size === 0) retire();
      }
    }
  };

  /** Lets the process go when there is nothing for it to do. */
  const retire = (): void => {
    const idle = child;
    child = undefined;
    if (idle === undefined) return;
    retiring = goodbye(idle);
  };

  const goodbye = (process: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      if (process.exitCode !== null || process.signalCode !== null) return resolve();
      const cancel = world.after(CLOSE_TIMEOUT, () => process.kill("SIGKILL"));
      process.once("exit", () => {
        cancel();
        resolve();
      });
      if (process.connected) process.disconnect();
    });

  const ended = (which: ChildProcess | undefined, how: string): void => {
    if (which !== child) return;
    child = undefined;
    if (closed || (running.size === 0 && waiting.size === 0)) return;
    log(`the instance host ended (${how}); starting it again in ${pause} ms`);
    cancelRestart = world.after(pause, () => {
      cancelRestart = undefined;
      launch();
    });
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };

  const launch = (): void => {
    if (closed || launching || child !== undefined) return;
    launching = true;
    // The next process needs the ports of the one before.
    retiring
      .then(() => (options.fork ?? forkHost)(dataDirectory, options.endpoint))
      .finally(() => {
        launching = false;
      })
      .then(adopt, (error: Error) => ended(undefined, error.message));
  };

  const adopt = (made: ChildProcess): void => {
    if (closed) {
      made.kill();
      return;
    }
    child = made;
    made.on("message", (message: HostMessage) => receive(message));
    made.stderr?.setEncoding("utf8").on("data", (text: string) => log(text.slice(0, 4096).trimEnd()));
    made.once("error", (error) => ended(made, error.message));
    made.once("exit", (code, signal) => ended(made, signal ?? `exit code ${code}`));
    deliver(setup);
    const asked = new Set([...waiting.values()].map(({ message }) => message.instance.id));
    for (const instance of running.values()) {
      if (!asked.has(instance.id)) deliver({ type: "start", request: 0, instance });
    }
    for (const { message } of waiting.values()) deliver(message);
  };

  const ask = (request: RequestWithoutNumber): Promise<void> => {
    if (closed) return Promise.reject(new Error("the instance host is closed"));
    const message: HostRequest = { ...request, request: nextRequest };
    nextRequest += 1;
    const answered = new Promise<void>((resolve, reject) => {
      waiting.set(message.request, { message, resolve, reject });
    });
    if (child !== undefined) deliver(message);
    else if (cancelRestart === undefined) launch();
    return answered;
  };

  return {
    dataDirectoryOf: (instanceId) => agentFolder(dataDirectory, instanceId),
    onConsole: (listener) => void listeners.add(listener),
    start: async (instance) => {
      running.set(instance.id, instance);
      try {
        await ask({ type: "start", instance });
      } catch (error) {
        // What could not be started is not started again with the next process.
        if (running.get(instance.id) === instance) running.delete(instance.id);
        throw error;
      }
    },
    halt: (instance, containers) => {
      running.delete(instance.id);
      return ask({ type: "halt", instance, containers });
    },
    reboot: (instance) => {
      running.set(instance.id, instance);
      return ask({ type: "reboot", instance });
    },
    close: async () => {
      closed = true;
      cancelRestart?.();
      for (const { reject } of waiting.values()) reject(new Error("the instance host is closed"));
      waiting.clear();
      retire();
      await retiring;
    },
  };
};
