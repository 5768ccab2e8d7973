import {
  type Caller,
  type ControlPlane,
  invoke,
  type Operation,
  type Service,
} from "../../src/operation/index.ts";
import {
  type AgentChannels,
  createAgentChannels,
  ecs,
  startEcsControllers,
} from "../../src/services/ecs/index.ts";
import {
  createPolicyLayers,
  ensureAccount,
  iam,
  roleTable,
  userTable,
} from "../../src/services/iam/index.ts";
import { createCipher, openMemoryStorage, openState, type State } from "../../src/state/index.ts";
import { realWorld } from "../../src/world.ts";

export const SCOPE = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;

const ROOT: Caller = {
  principal: { type: "Root", arn: `arn:aws:iam::${SCOPE.accountId}:root`, accountId: SCOPE.accountId },
  userId: SCOPE.accountId,
};

const REQUEST = { requestId: "00000000-0000-4000-8000-000000000000", secureTransport: false };

/** Calls an operation by its name; rejects as the operation does. */
export type Call = <Output = unknown>(name: string, input: object) => Promise<Output>;

/** The whole control plane in one process with storage that forgets: real IAM, ECS, its controllers and channels. */
export type SimulatedPlane = {
  readonly state: State;
  readonly channels: AgentChannels;
  readonly decisions: () => number;
  /** As a user whose policy allows what the benches do in ECS. */
  readonly call: Call;
  /** Who an agent on this EC2 instance is: a session of its instance profile's role. */
  readonly machine: (ec2InstanceId: string) => Caller;
  readonly callAs: (caller: Caller) => Call;
  readonly close: () => Promise<void>;
};

/**
 * Opens a {@link SimulatedPlane} with a cluster `main`.
 *
 * @param through what the control plane works through instead of the state itself
 */
export const openSimulatedPlane = async (
  through: (state: State) => State = (state) => state,
): Promise<SimulatedPlane> => {
  const kept = await openState({
    storage: openMemoryStorage(),
    cipher: createCipher(new Uint8Array(32).fill(9)),
  });
  const state = through(kept);
  let decisions = 0;
  const plane: ControlPlane = {
    state,
    world: realWorld,
    authority: {
      ...createPolicyLayers(),
      mode: "enforce",
      record: () => {
        decisions += 1;
      },
    },
    environment: {
      endpoint: "http://127.0.0.1:4566",
      issueSession: () => {
        throw new Error("nobody asks for a session here");
      },
    },
  };
  await state.transact((open) => ensureAccount(open, { accountId: SCOPE.accountId, world: realWorld }));
  const channels = createAgentChannels(plane);
  const controllers = startEcsControllers(plane, channels);

  const caller =
    (service: Service) =>
    (who: Caller): Call => {
      const operations = new Map(service.operations.map((operation) => [operation.name, operation]));
      return <Output>(name: string, input: object) => {
        const operation = operations.get(name) as unknown as Operation<object, Output> | undefined;
        if (operation === undefined) throw new Error(`there is no ${name}`);
        return invoke(plane, { service, operation, input, caller: who, scope: SCOPE, request: REQUEST });
      };
    };
  const [asIam, asEcs] = [caller(iam)(ROOT), caller(ecs)];
  await asIam("CreateUser", { UserName: "alice" });
  await asIam("PutUserPolicy", { UserName: "alice", PolicyName: "deploy", PolicyDocument: USER_POLICY });
  await asIam("CreateRole", { RoleName: "instance", AssumeRolePolicyDocument: EC2_TRUST });
  await asIam("AttachRolePolicy", { RoleName: "instance", PolicyArn: AGENT_POLICY });
  const [alice] = [...state.table(userTable).all()].filter(({ name }) => name === "alice");
  const [role] = [...state.table(roleTable).all()].filter(({ name }) => name === "instance");
  if (alice === undefined || role === undefined) throw new Error("IAM did not take the user or the role");
  await asEcs(ROOT)("CreateCluster", { clusterName: "main" });
  return {
    state: kept,
    channels,
    decisions: () => decisions,
    call: asEcs({
      principal: { type: "User", arn: alice.arn, accountId: SCOPE.accountId },
      userId: alice.id,
      userName: alice.name,
    }),
    callAs: asEcs,
    machine: (ec2InstanceId) => ({
      principal: {
        type: "AssumedRole",
        arn: `arn:aws:sts::${SCOPE.accountId}:assumed-role/instance/${ec2InstanceId}`,
        accountId: SCOPE.accountId,
        roleArn: role.arn,
      },
      userId: `${role.id}:${ec2InstanceId}`,
      roleId: role.id,
      session: { name: ec2InstanceId, issuedAt: Date.now(), expiresAt: Date.now() + 6 * 60 * 60 * 1000 },
    }),
    close: async () => {
      await controllers.close();
      channels.close();
      await state.close();
    },
  };
};

const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const inMain = {
  ArnEquals: { "ecs:cluster": `arn:aws:ecs:${SCOPE.region}:${SCOPE.accountId}:cluster/main` },
};

const USER_POLICY = document(
  {
    Effect: "Allow",
    Action: ["ecs:RunTask", "ecs:*Service*", "ecs:*Tasks"],
    Resource: "*",
    Condition: inMain,
  },
  { Effect: "Allow", Action: ["ecs:DescribeClusters", "ecs:RegisterTaskDefinition"], Resource: "*" },
  { Effect: "Allow", Action: "iam:CreateServiceLinkedRole", Resource: "*" },
);

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html */
const AGENT_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";

const EC2_TRUST = document({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});
