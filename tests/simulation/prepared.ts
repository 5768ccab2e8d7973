import type { ContainerDefinition, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import {
  type AnyOperation,
  type Caller,
  invoke,
  type Operation,
  type Service,
} from "../../src/operation/index.ts";
import { ecs } from "../../src/services/ecs/index.ts";
import {
  createPolicyLayers,
  ensureAccount,
  iam,
  type RoleRow,
  roleTable,
} from "../../src/services/iam/index.ts";
import { createSessionIssuer, rootCaller } from "../../src/services/sts/index.ts";
import { createCipher, openState, type StoredChange } from "../../src/state/index.ts";
import { Random } from "./random.ts";

export const ACCOUNT = "123456789012";
export const SCOPE = { accountId: ACCOUNT, region: "us-west-2", partition: "aws" } as const;
export const CLUSTER = "demo";

/** The account's root user, who plays the clients. */
export const CLIENT: Caller = rootCaller(ACCOUNT);

const CIPHER_KEY = new Uint8Array(32).fill(9);

/**
 * What the images of a family do: `web` runs, `checked` runs and has a health check, `flaky` exits by itself now and
 * then, `broken` never starts; `port` takes a port of its host, `large` half an instance, `roled` has a role.
 */
export const FAMILIES = ["web", "checked", "flaky", "broken", "port", "large", "roled"] as const;
export type Family = (typeof FAMILIES)[number];

/** What a task of a family takes of its instance. */
export const DEMANDS: Readonly<
  Record<Family, { readonly cpu: number; readonly memory: number; readonly port?: number }>
> = {
  web: { cpu: 256, memory: 256 },
  checked: { cpu: 128, memory: 256 },
  flaky: { cpu: 256, memory: 128 },
  broken: { cpu: 128, memory: 128 },
  port: { cpu: 128, memory: 128, port: 8080 },
  large: { cpu: 1024, memory: 1024 },
  roled: { cpu: 128, memory: 128 },
};

/** How many revisions of each family there are. */
export const REVISIONS = 2;

const TASKS_TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" },
});
const EC2_TRUST = TASKS_TRUST.replace("ecs-tasks", "ec2");

const definitionOf = (family: Family): RegisterTaskDefinitionRequest => {
  const { cpu, memory, port } = DEMANDS[family];
  const container: ContainerDefinition = {
    name: "app",
    image: `${family}:latest`,
    essential: true,
    cpu,
    memory,
    portMappings: [{ containerPort: 8080, hostPort: port ?? 0, protocol: "tcp" }],
    ...(family === "checked" ? { healthCheck: { command: ["CMD", "true"] } } : {}),
  };
  return {
    family,
    containerDefinitions: [container],
    ...(family === "roled" ? { taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/app` } : {}),
  };
};

/** What every run begins with: the rows on the disk, and the role that container instances have. */
export type Prepared = {
  readonly rows: ReadonlyMap<string, Required<StoredChange>>;
  readonly instanceRole: RoleRow;
};

let prepared: Promise<Prepared> | undefined;

/** An account with a cluster, task definitions and roles; made once, as clients make it. */
export const prepare = (): Promise<Prepared> => {
  prepared ??= make();
  return prepared;
};

const make = async (): Promise<Prepared> => {
  const random = new Random(1);
  const rows = new Map<string, Required<StoredChange>>();
  const world = {
    now: () => Date.UTC(2026, 10, 24),
    after: () => () => {},
    randomBytes: (count: number) => random.bytes(count),
    uuid: () => Buffer.from(random.bytes(16)).toString("hex"),
    random: () => random.fraction(),
  };
  const state = await openState({
    cipher: createCipher(CIPHER_KEY),
    storage: {
      load: async () => [],
      commit: async (changes) => {
        for (const { table, key, value } of changes) {
          if (value === undefined) rows.delete(`${table}\n${key}`);
          else rows.set(`${table}\n${key}`, { table, key, value });
        }
      },
      close: async () => {},
    },
  });
  await state.transact((transaction) => ensureAccount(transaction, { accountId: ACCOUNT, world }));
  const plane = {
    state,
    world,
    authority: { mode: "enforce" as const, ...createPolicyLayers(), record: () => {} },
    environment: {
      endpoint: "",
      issueSession: createSessionIssuer({ key: new Uint8Array(32), world }).issueSession,
    },
  };
  const call = (service: Service, name: string, input: object): Promise<object> => {
    const operation = service.operations.find((one: AnyOperation) => one.name === name);
    if (operation === undefined) throw new Error(`no operation ${name}`);
    return invoke(plane, {
      service,
      operation: operation as unknown as Operation<object, object>,
      input,
      caller: CLIENT,
      scope: SCOPE,
      request: { requestId: "prepare", secureTransport: false },
    });
  };
  await call(iam, "CreateRole", { RoleName: "app", AssumeRolePolicyDocument: TASKS_TRUST });
  await call(iam, "CreateRole", { RoleName: "ecsInstanceRole", AssumeRolePolicyDocument: EC2_TRUST });
  await call(iam, "AttachRolePolicy", {
    RoleName: "ecsInstanceRole",
    PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
  });
  await call(ecs, "CreateCluster", { clusterName: CLUSTER });
  for (let revision = 0; revision < REVISIONS; revision++) {
    for (const family of FAMILIES) await call(ecs, "RegisterTaskDefinition", definitionOf(family));
  }
  const instanceRole = [...state.table(roleTable).all()].find(({ name }) => name === "ecsInstanceRole");
  if (instanceRole === undefined) throw new Error("the role is missing");
  await state.close();
  return { rows, instanceRole };
};
