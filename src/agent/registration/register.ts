import type { World } from "../../world.ts";
import type { ApiClient } from "../api/client.ts";
import { ApiError, describeError, isTransient } from "../api/errors.ts";
import { createBackoff } from "../connection/backoff.ts";
import type { Store } from "../persistence/store.ts";
import type { Attribute } from "./attributes.ts";
import { AgentExit } from "./exit.ts";
import type { InstanceFacts } from "./instance-facts.ts";

/** What came out of registering. */
export type Registration = {
  readonly containerInstanceArn: string;
  readonly cluster: string;
  readonly availabilityZone: string | undefined;
};

type Saved = {
  readonly containerInstanceArn: string;
  readonly cluster: string;
  readonly instanceId?: string;
};

const key = "registration";
const tokenKey = "registration-token";
const hour = 60 * 60_000;

/** The saved registration; undefined if there is none, or it is another instance's (the disk was copied). */
export const savedRegistration = (store: Store, instanceId: string | undefined): Saved | undefined => {
  const saved = store.entries.get(key) as Saved | undefined;
  return saved === undefined || saved.instanceId !== instanceId ? undefined : saved;
};

const clusterMissing = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.code === "ClusterNotFoundException" || error.message.includes("Cluster not found."));

const asExit = (error: unknown): AgentExit => {
  const final =
    error instanceof ApiError &&
    (error.code === "InvalidParameterException" ||
      error.code === "ClientException" ||
      error.message.includes("Container instance type changes are not supported."));
  return new AgentExit(final ? 5 : 1, `RegisterContainerInstance: ${describeError(error)}`, { cause: error });
};

/** Why checked: placement constraints on attributes that did not arrive would silently misplace tasks. */
const checkEcho = (sent: readonly Attribute[], received: readonly Attribute[]): void => {
  const values = new Map(received.map(({ name, value }) => [name, value]));
  for (const { name, value } of sent)
    if (value !== undefined && values.get(name) !== value)
      throw new AgentExit(
        5,
        `attribute ${name}=${value} is missing in the answer to RegisterContainerInstance`,
      );
};

/**
 * Registers the container instance, with its saved ARN if it has one, and saves what it is now. Passing failures are
 * retried for an hour.
 *
 * @throws AgentExit with code 5 if the control plane will never accept it, 1 if it may another time
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterContainerInstance.html
 */
export const register = async (settings: {
  readonly api: ApiClient;
  readonly store: Store;
  readonly world: World;
  readonly logger: (line: string) => void;
  readonly cluster: string;
  readonly facts: InstanceFacts;
  readonly totalResources: readonly object[];
  readonly attributes: readonly Attribute[];
  readonly tags: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}): Promise<Registration> => {
  const { api, store, world, logger, facts, signal } = settings;
  const saved = savedRegistration(store, facts.instanceId);
  if (saved !== undefined && settings.cluster !== "" && settings.cluster !== saved.cluster)
    throw new AgentExit(
      5,
      `this container instance is registered in cluster ${saved.cluster}, not ${settings.cluster}; remove its data directory to register anew`,
    );
  let cluster = settings.cluster || (saved?.cluster ?? "default");
  // Why kept until there is an ARN: after a crash in between the same token leads to the same instance.
  const clientToken = (store.entries.get(tokenKey) as string | undefined) ?? world.uuid();
  if (saved === undefined) {
    store.put(tokenKey, clientToken);
    await store.flushed();
  }
  const tags = Object.entries(settings.tags).map(([name, value]) => ({ key: name, value }));

  const call = () =>
    api.call(
      "RegisterContainerInstance",
      {
        cluster,
        clientToken: saved === undefined ? clientToken : world.uuid(),
        ...(saved === undefined ? {} : { containerInstanceArn: saved.containerInstanceArn }),
        instanceIdentityDocument: facts.identityDocument,
        instanceIdentityDocumentSignature: facts.identityDocumentSignature,
        totalResources: settings.totalResources,
        attributes: settings.attributes,
        ...(tags.length === 0 ? {} : { tags }),
      },
      { signal },
    );

  const until = world.now() + hour;
  const backoff = createBackoff(world, 3_000, 192_000, 2);
  let answer: Record<string, unknown> | undefined;
  while (answer === undefined)
    try {
      answer = await call();
    } catch (error) {
      if (signal.aborted) throw new AgentExit(1, "stopped", { cause: error });
      if (settings.cluster === "" && saved === undefined && clusterMissing(error)) {
        const created = await api
          .call("CreateCluster", { clusterName: "default" })
          .catch((failure: unknown) => {
            throw asExit(failure);
          });
        const name = (created["cluster"] as { readonly clusterName?: string } | undefined)?.clusterName;
        cluster = name ?? cluster;
        answer = await call().catch((failure: unknown) => {
          throw asExit(failure);
        });
        break;
      }
      const pause = backoff.next();
      if (!isTransient(error) || world.now() + pause > until) throw asExit(error);
      logger(`RegisterContainerInstance: ${describeError(error)}; next try in ${pause} ms`);
      await new Promise<void>((resolve) => {
        const cancel = world.after(pause, resolve);
        signal.addEventListener("abort", () => {
          cancel();
          resolve();
        });
      });
    }

  const instance = answer["containerInstance"] as
    | { readonly containerInstanceArn?: string; readonly attributes?: readonly Attribute[] }
    | undefined;
  if (instance?.containerInstanceArn === undefined)
    throw new AgentExit(1, "the answer to RegisterContainerInstance has no containerInstanceArn");
  const received = instance.attributes ?? [];
  checkEcho(settings.attributes, received);
  const { containerInstanceArn } = instance;
  store.put(key, {
    containerInstanceArn,
    cluster,
    ...(facts.instanceId === undefined ? {} : { instanceId: facts.instanceId }),
  } satisfies Saved);
  store.remove(tokenKey);
  await store.flushed();
  const zone = received.find(({ name }) => name === "ecs.availability-zone")?.value;
  return { containerInstanceArn, cluster, availabilityZone: zone ?? facts.availabilityZone };
};
