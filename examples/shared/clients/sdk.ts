import type { ApiCall, Awaited, Client, EcsWaiter, Identity, Outcome } from "./client.ts";

type SdkClient = { readonly send: (command: unknown) => Promise<unknown>; readonly destroy: () => void };
type SdkModule = Readonly<Record<string, new (input: unknown) => unknown>>;

const MODULES = {
  ecs: () => import("@aws-sdk/client-ecs"),
  iam: () => import("@aws-sdk/client-iam"),
  sts: () => import("@aws-sdk/client-sts"),
  ec2: () => import("@aws-sdk/client-ec2"),
  elbv2: () => import("@aws-sdk/client-elastic-load-balancing-v2"),
  elb: () => import("@aws-sdk/client-elastic-load-balancing"),
} as const;

const CLIENTS = {
  ecs: "ECSClient",
  iam: "IAMClient",
  sts: "STSClient",
  ec2: "EC2Client",
  elbv2: "ElasticLoadBalancingV2Client",
  elb: "ElasticLoadBalancingClient",
} as const;

type SdkError = {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { httpStatusCode?: number };
};

const failure = (error: unknown): Outcome => {
  const { name, message, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  return { ok: false, code: name, message, ...(status === undefined ? {} : { status }) };
};

/** The AWS SDK for JavaScript. */
export const sdkClient = (endpoint: string, region: string): Client => {
  const settings = (as: Identity) => ({
    endpoint,
    region,
    credentials: {
      accessKeyId: as.accessKeyId,
      secretAccessKey: as.secretAccessKey,
      ...(as.sessionToken === undefined ? {} : { sessionToken: as.sessionToken }),
    },
  });
  const call = async (as: Identity, { service, operation, input }: ApiCall): Promise<Outcome> => {
    const exports = (await MODULES[service]()) as unknown as SdkModule;
    const ClientOf = exports[CLIENTS[service]];
    const Command = exports[`${operation}Command`];
    if (ClientOf === undefined || Command === undefined)
      throw new Error(`the SDK has no ${service}:${operation}`);
    const client = new ClientOf(settings(as)) as SdkClient;
    try {
      return { ok: true, output: await client.send(new Command(input)) };
    } catch (error) {
      return failure(error);
    } finally {
      client.destroy();
    }
  };
  const wait = async (as: Identity, waiter: EcsWaiter, { cluster, names }: Awaited): Promise<Outcome> => {
    const ecs = await import("@aws-sdk/client-ecs");
    const client = new ecs.ECSClient(settings(as));
    const pace = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 };
    const [tasks, services] = [[...names], [...names]];
    try {
      switch (waiter) {
        case "tasks-running":
          return { ok: true, output: await ecs.waitUntilTasksRunning(pace, { cluster, tasks }) };
        case "tasks-stopped":
          return { ok: true, output: await ecs.waitUntilTasksStopped(pace, { cluster, tasks }) };
        case "services-stable":
          return { ok: true, output: await ecs.waitUntilServicesStable(pace, { cluster, services }) };
        case "services-inactive":
          return { ok: true, output: await ecs.waitUntilServicesInactive(pace, { cluster, services }) };
      }
    } catch (error) {
      return failure(error);
    } finally {
      client.destroy();
    }
  };
  return {
    name: "AWS SDK for JavaScript",
    show: ({ service, operation, input }) => `${service}.${operation}(${JSON.stringify(input)})`,
    call,
    wait,
  };
};
