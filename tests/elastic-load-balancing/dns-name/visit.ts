import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateLoadBalancerCommand as CreateClassicCommand,
  DescribeLoadBalancersCommand as DescribeClassicCommand,
  ElasticLoadBalancingClient,
} from "@aws-sdk/client-elastic-load-balancing";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  waitUntilLoadBalancerAvailable,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { eventually } from "../../product/clients.ts";
import { openProduct } from "../../product/open-product.ts";

// A process of its own, so that it can be another user's and have a network to itself: it starts the product, makes
// load balancers, visits them by the names that are shown, and prints what came of it as JSON.

const run = promisify(execFile);
const CHROMIUM = "/usr/bin/chromium";
const OWN_PORT = 18_080;

/** What a visitor got. */
export type Visits = {
  readonly uid: number;
  readonly dnsName: string;
  readonly classicDnsName: string;
  /** What curl was given, and what it printed. */
  readonly pages: Readonly<Record<"http" | "ownPort" | "classic", readonly [url: string, page: string]>>;
  /** What a browser showed; missing where there is none. */
  readonly browser?: string;
};

/** No option, no configuration file, no proxy: as somebody would type it. */
const curl = async (url: string): Promise<readonly [string, string]> => {
  const env = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };
  return [url, (await run("curl", [url], { env })).stdout];
};

const browse = async (url: string): Promise<string> => {
  const home = mkdtempSync(join(tmpdir(), "portreeve-browser-"));
  try {
    // Its own cage wants more than a process without privileges in a container may do.
    const options = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${home}`, "--dump-dom"];
    const env = { PATH: process.env["PATH"] ?? "", HOME: home };
    return (await run(CHROMIUM, [...options, url], { env })).stdout;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const page = (MessageBody: string) =>
  ({
    Type: "fixed-response",
    FixedResponseConfig: { StatusCode: "200", ContentType: "text/html", MessageBody },
  }) as const;

const visits = async (): Promise<Visits> => {
  const product = await openProduct();
  try {
    const { accessKeyId, secretAccessKey } = product.root;
    const credentials = { accessKeyId, secretAccessKey };
    const options = { endpoint: product.url, region: "us-east-1", credentials, maxAttempts: 1 };
    const { Subnets = [] } = await new EC2Client(options).send(new DescribeSubnetsCommand({}));
    const subnets = Subnets.slice(0, 2).map(({ SubnetId = "" }) => SubnetId);
    const elb = new ElasticLoadBalancingV2Client(options);
    const made = await elb.send(new CreateLoadBalancerCommand({ Name: "Web", Subnets: subnets }));
    const LoadBalancerArn = made.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    for (const [Port, text] of [
      [80, "<p>usual</p>"],
      [OWN_PORT, "<p>own</p>"],
    ] as const)
      await elb.send(
        new CreateListenerCommand({ LoadBalancerArn, Port, Protocol: "HTTP", DefaultActions: [page(text)] }),
      );
    const classic = new ElasticLoadBalancingClient(options);
    await classic.send(
      new CreateClassicCommand({
        LoadBalancerName: "old",
        Subnets: subnets.slice(0, 1),
        Listeners: [{ Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 8080 }],
      }),
    );
    const wait = { client: elb, minDelay: 1, maxDelay: 1, maxWaitTime: 60 };
    await waitUntilLoadBalancerAvailable(wait, { LoadBalancerArns: [LoadBalancerArn] });
    const shown = await elb.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] }));
    const dnsName = shown.LoadBalancers?.[0]?.DNSName ?? "";
    const old = await classic.send(new DescribeClassicCommand({}));
    const classicDnsName = old.LoadBalancerDescriptions?.[0]?.DNSName ?? "";
    const http = `http://${dnsName}/`;
    // Nothing waits for Classic Load Balancers: the API says nothing of when one carries traffic.
    const answers = async (url: string): Promise<true | undefined> =>
      await curl(url).then(
        () => true as const,
        () => undefined,
      );
    await eventually("an answer", () => answers(http));
    await eventually("an answer of the Classic one", () => answers(`http://${classicDnsName}/`));
    return {
      uid: process.getuid?.() ?? -1,
      dnsName,
      classicDnsName,
      pages: {
        http: await curl(http),
        ownPort: await curl(`http://${dnsName.replace(/:\d+$/, "")}:${OWN_PORT}/`),
        classic: await curl(`http://${classicDnsName}/`),
      },
      ...(existsSync(CHROMIUM) ? { browser: await browse(http) } : {}),
    };
  } finally {
    await product.close();
  }
};

if (import.meta.main) process.stdout.write(JSON.stringify(await visits()));
