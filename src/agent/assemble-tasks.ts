import type { ApiClient } from "./api/client.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import type { CredentialSource } from "./identity/credential-source.ts";
import type { Store, StoreError } from "./persistence/store.ts";
import type { Registration } from "./registration/register.ts";
import type { AgentSettings } from "./settings.ts";
import { createMetadataSource, type MetadataSettings } from "./task-endpoint/task-metadata.ts";
import { createAdmission } from "./tasks/admission.ts";
import { createImageProvider } from "./tasks/images.ts";
import { createRangePorts } from "./tasks/range-ports.ts";
import { createRegistryAuthentication } from "./tasks/registry-authentication.ts";
import { createRoleCredentialStore } from "./tasks/role-credentials.ts";
import { createSecretSource } from "./tasks/secrets.ts";
import { createStateReporter, type StateReporter } from "./tasks/state-reporter.ts";
import { createTaskEngine, type TaskEngine } from "./tasks/task-engine.ts";

/** The task side of an agent. */
export type AssembledTasks = {
  readonly engine: TaskEngine;
  readonly reporter: StateReporter;
  /** Leaves the containers alone and stops serving their credentials and metadata. */
  readonly close: () => void;
};

/** Puts together what runs tasks: engine, reports, credentials, metadata. */
export const assembleTasks = (
  settings: AgentSettings,
  parts: {
    readonly runtime: ContainerRuntime;
    readonly store: Store;
    readonly api: ApiClient;
    readonly region: string;
    readonly instanceCredentials: CredentialSource;
    readonly registration: Registration;
    readonly capacity: { readonly cpu: number; readonly memory: number };
    readonly signal: AbortSignal;
    readonly healthChanged: () => void;
    readonly onFailure: (error: StoreError) => void;
  },
): AssembledTasks => {
  const { world, logger, taskEndpoint } = settings;
  const { runtime, store, api, region, signal } = parts;
  const { cluster, containerInstanceArn, availabilityZone } = parts.registration;
  const reporter = createStateReporter({
    api,
    world,
    cluster,
    logger,
    save: (task) => {
      // Why: a task that was cleaned up must not come back because its last report went out late.
      if (!signal.aborted && engine.find(task.definition.arn) === task)
        store.put(`task/${task.definition.arn}`, task);
    },
    signal,
  });
  const credentials = createRoleCredentialStore(taskEndpoint);
  const secrets = createSecretSource(settings.endpoint, region, world);
  const authenticate = createRegistryAuthentication({
    endpoint: settings.endpoint,
    region,
    instance: parts.instanceCredentials,
    world,
  });
  const metadata: MetadataSettings = {
    runtime,
    api,
    cluster,
    containerInstanceArn,
    availabilityZone,
    taskRole: (task) => credentials.of(task, "TaskApplication"),
  };
  const endpointIds = new Set<string>();
  const engine = createTaskEngine({
    host: {
      runtime,
      world,
      logger,
      cluster,
      containerInstanceArn,
      region,
      stopTimeout: settings.stopTimeout,
      images: createImageProvider(runtime, settings.imagePullBehavior, world),
      admission: createAdmission(parts.capacity),
      rangePorts: createRangePorts(world),
      secrets: (task, container) => secrets.read(container, credentials.of(task, "TaskExecution")),
      registryCredentials: (task, container) =>
        authenticate(container, credentials.of(task, "TaskExecution")),
      report: (task) => reporter.submit(task),
      healthChanged: parts.healthChanged,
    },
    store,
    credentials,
    cleanupWait: settings.taskCleanupWait,
    onTask: (task) => {
      for (const record of task.containers) {
        endpointIds.add(record.endpointId);
        taskEndpoint.addMetadata(record.endpointId, createMetadataSource(task, record, metadata));
      }
    },
    onForgotten: (task) => {
      for (const { endpointId } of task.containers) {
        endpointIds.delete(endpointId);
        taskEndpoint.removeMetadata(endpointId);
      }
    },
    onFailure: parts.onFailure,
  });
  return {
    engine,
    reporter,
    close: () => {
      engine.abandon();
      credentials.clear();
      for (const id of endpointIds) taskEndpoint.removeMetadata(id);
    },
  };
};
