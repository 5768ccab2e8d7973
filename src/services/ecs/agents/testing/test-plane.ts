import type {
  ContainerDefinition,
  RegisterTaskDefinitionRequest,
  RunTaskRequest,
  RunTaskResponse,
  Task,
} from "@aws-sdk/client-ecs";
import {
  type AnyOperation,
  AwsError,
  type Caller,
  type ControlPlane,
  type DecisionRecord,
  invoke,
  type Operation,
} from "../../../../operation/index.ts";
import { createCipher, openMemoryStorage, openState, type Storage } from "../../../../state/index.ts";
import { createPolicyLayers, ensureAccount, iam } from "../../../iam/index.ts";
import { createSessionIssuer, rootCaller, sts } from "../../../sts/index.ts";
import { ecs } from "../../service.ts";
import { type AgentChannels, createAgentChannels } from "../channels.ts";
import { startEcsControllers } from "../controllers.ts";
import { FakeSocket } from "./fake-socket.ts";
import { createTestWorld } from "./test-world.ts";

export const ACCOUNT = "123456789012";
export const SCOPE = { accountId: ACCOUNT, region: "us-west-2", partition: "aws" } as const;

/** A trust policy that lets ECS tasks assume a role. */
export const TASKS_TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  },
});

export type TestPlaneOptions = { readonly storage?: Storage; readonly seed?: number };

/** A control plane in memory with real IAM, STS and ECS; the clock, the storage and the agents are the test's. */
export const openTestPlane = async (options: TestPlaneOptions = {}) => {
  const world = createTestWorld(options.seed);
  const state = await openState({
    storage: options.storage ?? openMemoryStorage(),
    cipher: createCipher(new Uint8Array(32).fill(9)),
  });
  const issuer = createSessionIssuer({ key: new Uint8Array(32).fill(7), world });
  const decisions: DecisionRecord[] = [];
  const plane: ControlPlane = {
    state,
    world,
    authority: { mode: "enforce", ...createPolicyLayers(), record: (record) => decisions.push(record) },
    environment: { endpoint: "http://127.0.0.1:4566", issueSession: issuer.issueSession },
  };
  await state.transact((transaction) => ensureAccount(transaction, { accountId: ACCOUNT, world }));
  const channels = createAgentChannels(plane);
  const controllers = startEcsControllers(plane, channels);

  /** Calls an operation by its name, as the account's root unless told otherwise. */
  const call = <Output = Record<string, unknown>>(
    name: string,
    input: object,
    caller: Caller = rootCaller(ACCOUNT),
    scope: { readonly accountId: string; readonly region: string; readonly partition: string } = SCOPE,
  ): Promise<Output> => {
    const service = [ecs, iam, sts].find(({ operations }) => operations.some((one) => one.name === name));
    const operation = service?.operations.find((one: AnyOperation) => one.name === name);
    if (service === undefined || operation === undefined) throw new Error(`no operation ${name}`);
    return invoke(plane, {
      service,
      operation: operation as unknown as Operation<object, Output>,
      input,
      caller,
      scope,
      request: { requestId: "test", secureTransport: false },
    });
  };

  const register = async (
    input: Readonly<Record<string, unknown>> = {},
    caller?: Caller,
  ): Promise<{ readonly arn: string; readonly attributes: readonly { name: string; value?: string }[] }> => {
    const { containerInstance } = await call<{
      containerInstance: { containerInstanceArn: string; attributes: { name: string; value?: string }[] };
    }>("RegisterContainerInstance", { cluster: "demo", ...REGISTRATION, ...input }, caller);
    return { arn: containerInstance.containerInstanceArn, attributes: containerInstance.attributes };
  };

  /** Opens a channel as an agent does. */
  const connect = async (
    instanceArn: string,
    query: Readonly<Record<string, string>> = {},
    caller: Caller = rootCaller(ACCOUNT),
    kind: "acs" | "tcs" = "acs",
    verifyFrame: () => boolean = () => true,
  ): Promise<FakeSocket> => {
    const named: Readonly<Record<string, string>> =
      kind === "acs"
        ? { clusterArn: "demo", containerInstanceArn: instanceArn, seqNum: "1", protocolVersion: "2" }
        : { cluster: "demo", containerInstance: instanceArn };
    const take = await channels.upgrade({
      kind,
      query: new URLSearchParams({ agentVersion: "1.105.1", agentHash: "a8b3e7d3", ...named, ...query }),
      caller,
      scope: SCOPE,
      request: { requestId: "upgrade", secureTransport: false },
      verifyFrame,
    });
    const socket = new FakeSocket();
    take(socket.asWebSocket);
    return socket;
  };

  /** A connected agent: the manifest is the last thing that a new connection is sent. */
  const connectedAgent = async (instanceArn: string, query?: Readonly<Record<string, string>>) => {
    const socket = await connect(instanceArn, { sendCredentials: "true", ...query });
    await socket.waitFor("TaskManifestMessage");
    return socket;
  };

  const define = (
    containers: readonly ContainerDefinition[] = [APP],
    rest: Partial<RegisterTaskDefinitionRequest> = {},
  ) => call("RegisterTaskDefinition", { family: "web", containerDefinitions: containers, ...rest });

  const run = (input: Partial<RunTaskRequest> = {}): Promise<RunTaskResponse> =>
    call<RunTaskResponse>("RunTask", { cluster: "demo", taskDefinition: "web", ...input });

  const describe = async (arn: string): Promise<Task> => {
    const { tasks } = await call<{ tasks: Task[] }>("DescribeTasks", { cluster: "demo", tasks: [arn] });
    const [task] = tasks;
    if (task === undefined) throw new Error(`no task ${arn}`);
    return task;
  };

  await call("CreateCluster", { clusterName: "demo" });
  return {
    plane,
    state,
    world,
    channels,
    decisions,
    call,
    register,
    connect,
    connectedAgent,
    define,
    run,
    describe,
    close: async () => {
      await controllers.close();
      channels.close();
      await state.close();
    },
  };
};

export type TestPlane = Awaited<ReturnType<typeof openTestPlane>>;
export type { AgentChannels };

/** What the official agent registers, shortened. */
export const REGISTRATION = {
  totalResources: [
    { name: "CPU", type: "INTEGER", integerValue: 2048 },
    { name: "MEMORY", type: "INTEGER", integerValue: 4096 },
    { name: "PORTS", type: "STRINGSET", stringSetValue: ["22", "2375", "2376", "51678", "51679"] },
    { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: [] },
  ],
  attributes: [
    ...[
      "com.amazonaws.ecs.capability.docker-remote-api.1.17",
      "com.amazonaws.ecs.capability.docker-remote-api.1.18",
      "com.amazonaws.ecs.capability.docker-remote-api.1.19",
      "com.amazonaws.ecs.capability.docker-remote-api.1.21",
      "com.amazonaws.ecs.capability.docker-remote-api.1.22",
      "com.amazonaws.ecs.capability.docker-remote-api.1.24",
      "com.amazonaws.ecs.capability.docker-remote-api.1.25",
      "com.amazonaws.ecs.capability.docker-remote-api.1.29",
      "com.amazonaws.ecs.capability.docker-remote-api.1.32",
      "com.amazonaws.ecs.capability.task-iam-role",
      "com.amazonaws.ecs.capability.task-iam-role-network-host",
      "com.amazonaws.ecs.capability.ecr-auth",
      "com.amazonaws.ecs.capability.privileged-container",
      "com.amazonaws.ecs.capability.logging-driver.awslogs",
      "com.amazonaws.ecs.capability.logging-driver.json-file",
      "ecs.capability.execution-role-awslogs",
      "ecs.capability.execution-role-ecr-pull",
      "ecs.capability.secrets.ssm.environment-variables",
      "ecs.capability.secrets.asm.environment-variables",
      "ecs.capability.secrets.ssm.bootstrap.log-driver",
      "ecs.capability.container-ordering",
      "ecs.capability.container-health-check",
      "ecs.capability.container-restart-policy",
      "ecs.capability.task-cpu-mem-limit",
      "ecs.capability.env-files.s3",
      "ecs.capability.private-registry-authentication.secretsmanager",
      "ecs.capability.network.container-port-range",
    ].map((name) => ({ name })),
    { name: "ecs.os-type", value: "linux" },
    { name: "ecs.os-family", value: "LINUX" },
    { name: "ecs.cpu-architecture", value: "x86_64" },
  ],
} as const;

/** A container with a dynamic host port. */
export const APP: ContainerDefinition = {
  name: "app",
  image: "busybox:latest",
  essential: true,
  cpu: 128,
  memory: 64,
  portMappings: [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }],
};

/** The tasks of a payload or a manifest. */
export const tasksOf = (message: Record<string, unknown> | undefined): readonly Record<string, unknown>[] =>
  (message?.["tasks"] ?? []) as readonly Record<string, unknown>[];

/** What `assert.rejects` compares an AWS error with. */
export const awsError =
  (code: string, message: string | RegExp) =>
  (error: unknown): boolean =>
    error instanceof AwsError &&
    error.code === code &&
    (typeof message === "string" ? error.message === message : message.test(error.message));
