import type { AnyOperation, Caller, ControlPlane, Service, UpgradeHandler } from "../../operation/index.ts";
import { AwsError, operation, readWireShapes } from "../../operation/index.ts";
import { openMemoryStorage, openState } from "../../state/index.ts";
import { realWorld, type World } from "../../world.ts";
import type { ApiParts } from "../api.ts";
import type { ResolveCredentials } from "../authentication/credentials.ts";
import { createGateway, type Gateway } from "../gateway.ts";
import { type GatewayLog, silentLog } from "../log.ts";

/** Credentials that every test gateway knows. */
export const aliceKey = {
  accessKeyId: "AKIAALICE0000000ALIC",
  secretAccessKey: "alice/secret+0123456789",
} as const;
export const sessionKey = {
  accessKeyId: "ASIASESSION000000SES",
  secretAccessKey: "session/secret+0123456789",
  sessionToken: "session+token/with=signs",
} as const;

const account = "123456789012";

const alice: Caller = {
  principal: { type: "User", arn: `arn:aws:iam::${account}:user/alice`, accountId: account },
  userId: "AIDAALICE00000000000",
  userName: "alice",
};
const session: Caller = {
  principal: {
    type: "AssumedRole",
    arn: `arn:aws:sts::${account}:assumed-role/ecsInstanceRole/i-1`,
    accountId: account,
    roleArn: `arn:aws:iam::${account}:role/ecsInstanceRole`,
  },
  userId: "AROA00000000000000000:i-1",
};

const resolveCredentials: ResolveCredentials = (_state, accessKeyId, sessionToken) => {
  if (accessKeyId === aliceKey.accessKeyId && sessionToken === undefined)
    return { kind: "ok", secretAccessKey: aliceKey.secretAccessKey, caller: alice };
  if (accessKeyId === sessionKey.accessKeyId && sessionToken === sessionKey.sessionToken)
    return { kind: "ok", secretAccessKey: sessionKey.secretAccessKey, caller: session };
  if (accessKeyId === "ASIAEXPIRED000000EXP") return { kind: "expired" };
  if (accessKeyId === "AKIAINACTIVE00000INA") return { kind: "inactive" };
  return { kind: "unknown" };
};

/** An operation that needs no permission and answers what `run` answers. */
export const fakeOperation = (name: string, run: (input: never) => unknown): AnyOperation =>
  operation<never, unknown>(name, { needs: () => "none", run: ({ input }) => run(input) });

const shapesOf = (name: string): Service["schemas"] =>
  readWireShapes(new URL(`../../services/${name}/wire-shapes.data.json`, import.meta.url));

const denied = (sentence: string): AwsError => new AwsError("AccessDenied", sentence, { httpStatus: 403 });

/** The four services with the operations given. */
export const fakeServices = (
  operations: Readonly<Record<"ecs" | "iam" | "sts" | "ec2", readonly AnyOperation[]>>,
): readonly Service[] => [
  {
    name: "ecs",
    protocol: { kind: "awsJson1.1", targetPrefix: "AmazonEC2ContainerServiceV20141113" },
    schemas: shapesOf("ecs"),
    operations: operations.ecs,
    denied,
  },
  {
    name: "iam",
    protocol: {
      kind: "awsQuery",
      version: "2010-05-08",
      namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    },
    schemas: shapesOf("iam"),
    operations: operations.iam,
    denied,
  },
  {
    name: "sts",
    protocol: {
      kind: "awsQuery",
      version: "2011-06-15",
      namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    },
    schemas: shapesOf("sts"),
    operations: operations.sts,
    denied,
  },
  {
    name: "ec2",
    protocol: {
      kind: "ec2Query",
      version: "2016-11-15",
      namespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
    },
    schemas: shapesOf("ec2"),
    operations: operations.ec2,
    denied,
  },
];

/** What the API is made of, without services; `close` releases the state. */
export const apiParts = async (options: {
  readonly world?: Partial<World>;
  readonly log?: GatewayLog;
}): Promise<{ readonly parts: ApiParts; readonly close: () => Promise<void> }> => {
  const state = await openState({ storage: openMemoryStorage() });
  const plane: ControlPlane = {
    state,
    world: { ...realWorld, ...options.world },
    authority: {
      mode: "enforce",
      layersFor: () => {
        throw new Error("a test operation needs no permission");
      },
      principalTags: () => ({}),
      record: () => {},
    },
    // INVARIANT: the operations of tests do not look at their environment.
    environment: {} as ControlPlane["environment"],
  };
  const parts = { plane, services: new Map(), resolveCredentials, log: options.log ?? silentLog };
  return { parts, close: () => state.close() };
};

/** A running gateway. */
export type TestGateway = {
  readonly url: string;
  readonly port: number;
  readonly gateway: Gateway;
  /** What the gateway logged as its own failures. */
  readonly logged: Readonly<Record<string, unknown>>[];
  readonly close: () => Promise<void>;
};

/** Starts a gateway on a free port of 127.0.0.1. */
export const startTestGateway = async (options: {
  readonly services: readonly Service[];
  readonly world?: Partial<World>;
  readonly upgrades?: UpgradeHandler;
}): Promise<TestGateway> => {
  const logged: Readonly<Record<string, unknown>>[] = [];
  const { parts, close } = await apiParts({
    log: { error: (fields) => logged.push(fields) },
    ...(options.world === undefined ? {} : { world: options.world }),
  });
  const gateway = createGateway({
    plane: parts.plane,
    services: options.services,
    resolveCredentials,
    log: parts.log,
    version: "1.2.3",
    ...(options.upgrades === undefined ? {} : { upgrades: options.upgrades }),
  });
  const { port } = await gateway.listen({ host: "127.0.0.1", port: 0 });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    gateway,
    logged,
    close: async () => {
      await gateway.close();
      await close();
    },
  };
};
