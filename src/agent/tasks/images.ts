import type { World } from "../../world.ts";
import {
  type ContainerRuntime,
  type ImageFacts,
  type RegistryCredentials,
  RuntimeError,
} from "../container-runtime.ts";
import type { ImagePullBehavior } from "../settings.ts";
import { daemonError, TaskError } from "./reasons.ts";

/** An image that is on the machine now. */
export type ProvidedImage = {
  readonly facts: ImageFacts;
  /** When it was pulled for this request; undefined if the one that was there is used. */
  readonly pulled: { readonly startedAt: number; readonly stoppedAt: number } | undefined;
};

/** Gets the registry's password, only when there is something to pull. */
export type Authenticate = () => Promise<RegistryCredentials | undefined>;

/** Sees to it that images are there. Concurrent wishes for the same image share one pull. */
export type ImageProvider = {
  /** @throws TaskError `CannotPullContainerError` */
  readonly provide: (name: string, authenticate?: Authenticate) => Promise<ProvidedImage>;
};

const attempts = 3;

/** Whether trying again is pointless: the registry answered, and it does not have it or does not give it. */
const isFinal = (error: unknown): boolean =>
  error instanceof RuntimeError &&
  (error.status === 404 ||
    error.status === 400 ||
    /denied|not found|unauthorized|no such host/i.test(error.message));

/** Provides images as `behavior` says. */
export const createImageProvider = (
  runtime: ContainerRuntime,
  behavior: ImagePullBehavior,
  world: World,
): ImageProvider => {
  const pulls = new Map<string, Promise<void>>();

  const pullOnce = async (name: string, authenticate: Authenticate): Promise<void> => {
    const credentials = await authenticate();
    for (let attempt = 1; ; attempt += 1)
      try {
        return await runtime.pull(name, credentials);
      } catch (error) {
        if (attempt >= attempts || isFinal(error)) throw error;
        await new Promise<void>((resolve) => world.after(1000 * attempt, resolve));
      }
  };
  const pull = (name: string, authenticate: Authenticate): Promise<void> => {
    const running = pulls.get(name);
    if (running !== undefined) return running;
    const started = pullOnce(name, authenticate).finally(() => pulls.delete(name));
    pulls.set(name, started);
    return started;
  };

  return {
    provide: async (name, authenticate = async () => undefined) => {
      const cached = behavior === "always" ? undefined : await runtime.image(name);
      if (cached !== undefined && behavior !== "default") return { facts: cached, pulled: undefined };
      const startedAt = world.now();
      try {
        await pull(name, authenticate);
        const facts = await runtime.image(name);
        if (facts === undefined)
          throw new TaskError("CannotPullContainerError", `${name} is not there after its pull`);
        return { facts, pulled: { startedAt, stoppedAt: world.now() } };
      } catch (error) {
        if (cached !== undefined) return { facts: cached, pulled: undefined };
        throw error instanceof TaskError ? error : daemonError("CannotPullContainerError", error);
      }
    },
  };
};
