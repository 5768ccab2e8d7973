import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingClient } from "@aws-sdk/client-elastic-load-balancing";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";

/** An access key. */
export type AccessKey = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** The official clients of one identity in one region. */
export type Clients = {
  readonly ecs: ECSClient;
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingClient;
  readonly elbV2: ElasticLoadBalancingV2Client;
  readonly iam: IAMClient;
  readonly sts: STSClient;
};

/** The official clients, pointed at the product; they try each call once. */
export const clientsOf = (url: string, key: AccessKey, region = "us-west-2"): Clients => {
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const options = { endpoint: url, region, credentials, maxAttempts: 1 };
  return {
    ecs: new ECSClient(options),
    ec2: new EC2Client(options),
    elb: new ElasticLoadBalancingClient(options),
    elbV2: new ElasticLoadBalancingV2Client(options),
    iam: new IAMClient(options),
    sts: new STSClient(options),
  };
};

/** Asks again until `found` answers something; gives up after ten seconds. */
export const eventually = async <T>(what: string, found: () => Promise<T | undefined>): Promise<T> => {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const value = await found();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not happen`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
