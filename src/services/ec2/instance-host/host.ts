import type { TaskEndpoint } from "../../../agent/index.ts";
import type { World } from "../../../world.ts";
import { createMachine, type Machine } from "./machine.ts";
import type { HostMessage, HostRequest, HostSetup } from "./messages.ts";

/** The inside of the host process: the machines, by instance. */
export type Host = {
  readonly handle: (request: HostRequest) => void;
  readonly abandon: () => Promise<void>;
};

/** An error with what caused it. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describe(error.cause)}`;
};

/** A host without machines. Requests for one instance are done in the order in which they come. */
export const createHost = (options: {
  readonly setup: HostSetup;
  readonly taskEndpoint: TaskEndpoint;
  readonly world: World;
  readonly send: (message: HostMessage) => void;
}): Host => {
  const { send } = options;
  const machines = new Map<string, { readonly machine: Machine; last: Promise<void> }>();

  const machineOf = (instanceId: string) => {
    const found = machines.get(instanceId);
    if (found !== undefined) return found;
    const machine = createMachine({
      ...options,
      console: (text) => send({ type: "console", instanceId, text }),
    });
    const made = { machine, last: Promise.resolve() };
    machines.set(instanceId, made);
    return made;
  };

  const perform = async (machine: Machine, request: HostRequest): Promise<void> => {
    const { instance } = request;
    switch (request.type) {
      case "start":
        return machine.boot(instance);
      case "halt":
        return machine.halt(instance, request.containers);
      case "reboot":
        await machine.halt(instance, "stop");
        return machine.boot(instance);
    }
  };

  return {
    handle: (request) => {
      const entry = machineOf(request.instance.id);
      entry.last = entry.last
        .then(() => perform(entry.machine, request))
        .then(
          () => send({ type: "answer", request: request.request }),
          (error: unknown) =>
            send({
              type: "answer",
              request: request.request,
              error: describe(error),
            }),
        );
    },
    abandon: async () => {
      await Promise.allSettled([...machines.values()].map(({ machine }) => machine.abandon()));
    },
  };
};
