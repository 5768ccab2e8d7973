import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDecisionLog } from "../../src/decision-log/index.ts";
import { type Caller, type ControlPlane, invoke } from "../../src/operation/index.ts";
import { containerInstanceTable } from "../../src/services/ecs/container-instances/table.ts";
import { ecs } from "../../src/services/ecs/index.ts";
import { createPolicyLayers, ensureAccount, iam, userTable } from "../../src/services/iam/index.ts";
import {
  createCipher,
  openSecretKey,
  openSqliteStorage,
  openState,
  type State,
} from "../../src/state/index.ts";
import { realWorld } from "../../src/world.ts";

const SCOPE = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;
const ROOT: Caller = {
  principal: { type: "Root", arn: "arn:aws:iam::123456789012:root", accountId: SCOPE.accountId },
  userId: SCOPE.accountId,
};
const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];
/** One in ten instances is not of the type that the tasks ask for. */
const TYPES = [...Array.from({ length: 9 }, () => "m5.large"), "t3.small"];
/** The attributes that an agent registers. */
const CAPABILITIES = [
  "com.amazonaws.ecs.capability.docker-remote-api.1.44",
  "com.amazonaws.ecs.capability.logging-driver.json-file",
  "com.amazonaws.ecs.capability.task-iam-role",
  "ecs.capability.container-health-check",
  "ecs.capability.execution-role-ecr-pull",
  "ecs.capability.task-eni",
];

/** A control plane on SQLite, with the decision log, without sockets. */
export type CrowdedPlane = {
  readonly state: State;
  /** Calls an ECS operation as a user whose policy is evaluated each time. */
  readonly call: (name: string, input: object) => Promise<unknown>;
  /** Makes a cluster of connected container instances in three zones, and a task definition `web` with it. */
  readonly cluster: (name: string, instances: number) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/** Opens a {@link CrowdedPlane} in a folder of its own. */
export const openCrowdedPlane = async (): Promise<CrowdedPlane> => {
  const directory = mkdtempSync(join(tmpdir(), "portreeve-bench-"));
  const key = await openSecretKey({}, join(directory, "key"));
  const storage = await openSqliteStorage({ file: join(directory, "state.db") });
  const state = await openState({ storage, cipher: createCipher(key) });
  const decisions = openDecisionLog({
    directory: join(directory, "decisions"),
    retention: { days: 1 },
    world: realWorld,
    onError: (error) => {
      throw error;
    },
  });
  const plane: ControlPlane = {
    state,
    world: realWorld,
    authority: { ...createPolicyLayers(), mode: "enforce", record: decisions.record },
    environment: {
      endpoint: "http://127.0.0.1:4566",
      issueSession: () => {
        throw new Error("nobody asks for a session here");
      },
    },
  };
  const as = (caller: Caller, service: typeof ecs) => {
    const operations = new Map(service.operations.map((operation) => [operation.name, operation]));
    return (name: string, input: object): Promise<unknown> => {
      const operation = operations.get(name);
      if (operation === undefined) throw new Error(`there is no ${name}`);
      const request = { requestId: "00000000-0000-4000-8000-000000000000", secureTransport: false };
      return invoke(plane, { service, operation, input: input as never, caller, scope: SCOPE, request });
    };
  };
  await state.transact((open) => ensureAccount(open, { accountId: SCOPE.accountId, world: realWorld }));
  const asRoot = { iam: as(ROOT, iam), ecs: as(ROOT, ecs) };
  await asRoot.iam("CreateUser", { UserName: "alice" });
  await asRoot.iam("PutUserPolicy", {
    UserName: "alice",
    PolicyName: "run",
    PolicyDocument: JSON.stringify(policy),
  });
  const [alice] = [...state.table(userTable).all()].filter(({ name }) => name === "alice");
  if (alice === undefined) throw new Error("there is no alice");
  const call = as(
    {
      principal: { type: "User", arn: alice.arn, accountId: SCOPE.accountId },
      userId: alice.id,
      userName: alice.name,
    },
    ecs,
  );
  return {
    state,
    call,
    cluster: async (name, count) => {
      await asRoot.ecs("CreateCluster", { clusterName: name });
      await asRoot.ecs("RegisterTaskDefinition", {
        family: "web",
        containerDefinitions: [{ name: "web", image: "nginx:1.29", cpu: 100, memory: 128 }],
      });
      const rows = Array.from({ length: count }, (_, index) => instanceRow(name, index));
      await state.transact((open) => {
        for (const row of rows) open.table(containerInstanceTable).put(row);
      });
      return rows.map(({ arn }) => arn);
    },
    close: async () => {
      await decisions.close();
      await state.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

const instanceRow = (cluster: string, index: number) => {
  const id = index.toString(16).padStart(32, "0");
  const arn = (kind: string, name: string) =>
    `arn:aws:ecs:${SCOPE.region}:${SCOPE.accountId}:${kind}/${name}`;
  const resources = [
    { name: "CPU", type: "INTEGER", integerValue: 2400 },
    { name: "MEMORY", type: "INTEGER", integerValue: 3072 },
    { name: "PORTS", type: "STRINGSET", stringSetValue: ["22", "2375", "2376", "51678", "51679"] },
    { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: [] },
  ];
  return {
    arn: arn("container-instance", `${cluster}/${id}`),
    id,
    accountId: SCOPE.accountId,
    region: SCOPE.region,
    clusterArn: arn("cluster", cluster),
    ec2InstanceId: `i-0${index.toString(16).padStart(16, "0")}`,
    status: "ACTIVE" as const,
    agentConnected: true,
    versionInfo: { agentVersion: "1.105.1" },
    registeredResources: resources,
    remainingResources: resources,
    attributes: [
      ...CAPABILITIES.map((name) => ({ name })),
      { name: "ecs.cpu-architecture", value: "x86_64" },
      { name: "ecs.os-type", value: "linux" },
      { name: "ecs.instance-type", value: TYPES[index % TYPES.length] ?? "" },
      { name: "ecs.availability-zone", value: ZONES[index % ZONES.length] ?? "" },
    ],
    tags: [],
    registeredAt: Date.now(),
    version: 1,
    registeredBy: "arn:aws:iam::123456789012:role/instance",
    lastSequence: 0,
  };
};

const allow = (action: readonly string[], resource: string, condition?: object) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const ecsArn = (rest: string): string => `arn:aws:ecs:${SCOPE.region}:${SCOPE.accountId}:${rest}`;

const policy = {
  Version: "2012-10-17",
  Statement: [
    allow(["ecs:RunTask"], ecsArn("task-definition/web:*"), {
      ArnLike: { "ecs:cluster": ecsArn("cluster/*") },
    }),
    allow(["ecs:DescribeTasks"], ecsArn("task/*")),
    allow(["ecs:ListTasks"], "*", { ArnLike: { "ecs:cluster": ecsArn("cluster/*") } }),
    { Effect: "Deny", Action: "ecs:*", Resource: "*", Condition: { Bool: { "aws:ViaAWSService": "true" } } },
  ],
};
