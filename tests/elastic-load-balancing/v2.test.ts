import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  DeregisterTargetsCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  LoadBalancerNotFoundException,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  waitUntilLoadBalancerAvailable,
  waitUntilLoadBalancersDeleted,
  waitUntilTargetDeregistered,
  waitUntilTargetInService,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { findHaproxy } from "../../src/services/elb/haproxy/process/find-haproxy.ts";
import { freePort } from "../../src/services/elb/haproxy/testing/free-port.ts";
import { ask } from "../../src/services/elb/haproxy/testing/web.ts";
import { eventually } from "../product/clients.ts";
import { openProduct, type Product } from "../product/open-product.ts";

// AWS's own client, its waiters and its command line, against the whole product: what they take for an application
// load balancer is one, from its making to its end.

const run = promisify(execFile);
const AWS = "/usr/bin/aws";
const REGION = "us-east-1";
const WAIT = { minDelay: 1, maxDelay: 1, maxWaitTime: 60 };

describe("an application load balancer, by AWS's own clients", { skip: findHaproxy() === undefined }, () => {
  let product: Product;
  let elb: ElasticLoadBalancingV2Client;
  let web: Server;
  let subnets: string[];
  let vpc: string;
  let loadBalancer: string;
  let group: string;
  let listener: string;
  let dnsName: string;
  let port: number;

  before(async () => {
    product = await openProduct();
    const { accessKeyId, secretAccessKey } = product.root;
    const options = {
      endpoint: product.url,
      region: REGION,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    };
    elb = new ElasticLoadBalancingV2Client(options);
    const { Subnets = [] } = await new EC2Client(options).send(new DescribeSubnetsCommand({}));
    subnets = Subnets.slice(0, 2).map(({ SubnetId = "" }) => SubnetId);
    vpc = Subnets[0]?.VpcId ?? "";
    web = createServer((_request, response) => response.end("here")).listen(0, "127.0.0.1");
    await once(web, "listening");
  });
  after(async () => {
    web.close();
    web.closeAllConnections();
    await product.close();
  });

  /** Runs the command line; answers what it printed, or what it complained about. */
  const aws = async (...parameters: readonly string[]): Promise<string> => {
    const env = {
      PATH: process.env["PATH"] ?? "",
      HOME: "/nonexistent",
      AWS_ACCESS_KEY_ID: product.root.accessKeyId,
      AWS_SECRET_ACCESS_KEY: product.root.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
    };
    const all = ["--endpoint-url", product.url, "--output", "text", "elbv2", ...parameters];
    try {
      return (await run(AWS, all, { env })).stdout.trim();
    } catch (error) {
      return String((error as { stderr?: string }).stderr).trim();
    }
  };

  it("is made, and becomes active", async () => {
    const { LoadBalancers } = await elb.send(
      new CreateLoadBalancerCommand({ Name: "web", Subnets: subnets, Tags: [{ Key: "team", Value: "a" }] }),
    );
    loadBalancer = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    dnsName = LoadBalancers?.[0]?.DNSName ?? "";
    assert.equal(LoadBalancers?.[0]?.State?.Code, "provisioning");
    await waitUntilLoadBalancerAvailable({ client: elb, ...WAIT }, { LoadBalancerArns: [loadBalancer] });
  });

  it("forwards to a target group whose target becomes healthy, and really does", async () => {
    const { TargetGroups } = await elb.send(
      new CreateTargetGroupCommand({
        Name: "web",
        Protocol: "HTTP",
        Port: (web.address() as AddressInfo).port,
        VpcId: vpc,
        TargetType: "ip",
        HealthCheckIntervalSeconds: 5,
        HealthCheckTimeoutSeconds: 2,
        HealthyThresholdCount: 2,
      }),
    );
    group = TargetGroups?.[0]?.TargetGroupArn ?? "";
    await elb.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: group,
        Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "0" }],
      }),
    );
    port = await freePort();
    const { Listeners } = await elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: loadBalancer,
        Protocol: "HTTP",
        Port: port,
        DefaultActions: [{ Type: "forward", TargetGroupArn: group }],
      }),
    );
    listener = Listeners?.[0]?.ListenerArn ?? "";
    await elb.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: "127.0.0.1" }] }));
    await waitUntilTargetInService({ client: elb, ...WAIT }, { TargetGroupArn: group });
    const headers = { host: dnsName.replace(/:\d+$/, "") };
    assert.equal((await ask(port, "/", { headers })).body, "here");
  });

  it("has rules", async () => {
    await elb.send(
      new CreateRuleCommand({
        ListenerArn: listener,
        Priority: 10,
        Conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/teapot"] } }],
        Actions: [
          {
            Type: "fixed-response",
            FixedResponseConfig: { StatusCode: "418", ContentType: "text/plain", MessageBody: "short" },
          },
        ],
      }),
    );
    const answer = await eventually("the rule", async () => {
      const { status, body } = await ask(port, "/teapot");
      return status === 418 ? body : undefined;
    });
    assert.equal(answer, "short");
  });

  it("is refused in the model's words where a word is not the model's", async () => {
    await assert.rejects(
      elb.send(new CreateTargetGroupCommand({ Name: "other", Protocol: "http" as "HTTP" })),
      (error: unknown) => {
        assert.ok(error instanceof Error);
        assert.equal(error.name, "ValidationError");
        assert.match(
          error.message,
          /^1 validation error detected: Value 'http' at 'protocol' failed to satisfy constraint: Member must satisfy enum value set: \[.*HTTP.*\]$/,
        );
        return true;
      },
    );
  });

  it("is shown, waited for and refused by the command line", { skip: !existsSync(AWS) }, async () => {
    const balancers = ["--query", "LoadBalancers[].[LoadBalancerArn,State.Code]"];
    const answers = await Promise.all([
      aws("describe-load-balancers", "--names", "web", ...balancers),
      aws("describe-rules", "--listener-arn", listener, "--query", "Rules[].Priority"),
      aws("describe-tags", "--resource-arns", loadBalancer, "--query", "TagDescriptions[].Tags[]"),
      aws("wait", "load-balancer-available", "--names", "web"),
      aws("wait", "target-in-service", "--target-group-arn", group),
    ]);
    assert.deepEqual(answers, [`${loadBalancer}\tactive`, "10\tdefault", "team\ta", "", ""]);
    const refusal = await aws("delete-target-group", "--target-group-arn", group);
    const sentence = `An error occurred (ResourceInUse) when calling the DeleteTargetGroup operation: Target group '${group}' is currently in use by a listener or a rule`;
    assert.ok(refusal.endsWith(sentence), refusal);
  });

  it("lets its target go", async () => {
    const Targets = [{ Id: "127.0.0.1" }];
    await elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets }));
    await waitUntilTargetDeregistered({ client: elb, ...WAIT }, { TargetGroupArn: group, Targets });
    const { TargetHealthDescriptions } = await elb.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group }),
    );
    assert.deepEqual(TargetHealthDescriptions, []);
  });

  it("is deleted", async () => {
    await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer }));
    await waitUntilLoadBalancersDeleted({ client: elb, ...WAIT }, { Names: ["web"] });
    await assert.rejects(
      elb.send(new DescribeLoadBalancersCommand({ Names: ["web"] })),
      LoadBalancerNotFoundException,
    );
    if (existsSync(AWS)) assert.equal(await aws("wait", "load-balancers-deleted", "--names", "web"), "");
    assert.deepEqual(
      product.problems.map(({ message }) => message),
      [],
    );
  });
});
