import type { LoadBalancer } from "@aws-sdk/client-ecs";
import { type Caller, invoke, type Operation, type Service } from "../../../../../operation/index.ts";
import { defaultVpc, type InstanceRow, instanceTable } from "../../../../ec2/index.ts";
import { elbClassic, elbV2 } from "../../../../elb/index.ts";
import { rootCaller } from "../../../../sts/index.ts";
import { ACCOUNT, APP, SCOPE, type TestPlaneOptions } from "../../../agents/testing/test-plane.ts";
import { taskTable } from "../../../tasks/table.ts";
import { Fleet } from "../../services/testing/fleet.ts";
import { registrationTable } from "../registration-table.ts";
import { TestTraffic } from "./test-traffic.ts";

/** The actions that the service scheduler takes, by the kind of load balancer. */
export const TARGET_GROUP_ACTIONS = [
  "DescribeTargetGroups",
  "RegisterTargets",
  "DeregisterTargets",
  "DescribeTargetHealth",
] as const;

export const CLASSIC_ACTIONS = [
  "DescribeLoadBalancers",
  "RegisterInstancesWithLoadBalancer",
  "DeregisterInstancesFromLoadBalancer",
  "DescribeInstanceHealth",
] as const;

/** An identity policy that allows these actions of Elastic Load Balancing. */
export const allowing = (actions: readonly string[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Action: ["ec2:Describe*", ...actions.map((one) => `elasticloadbalancing:${one}`)],
      Resource: "*",
    },
  });

/** A trust policy for a service. */
export const trusting = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" },
  });

/** A fleet on EC2 instances, with real load balancers that a test's hand carries the traffic of. */
export class RegisteredFleet extends Fleet {
  readonly traffic: TestTraffic;

  private constructor(fleet: Fleet) {
    super(fleet.plane);
    this.traffic = new TestTraffic(fleet.plane.state);
  }

  static override async open(instances: number, options: TestPlaneOptions = {}): Promise<RegisteredFleet> {
    const fleet = new RegisteredFleet(await Fleet.open(0, options));
    for (let index = 0; index < instances; index++) await fleet.addMachine(`i-${index}`);
    await fleet.plane.define([{ ...APP, portMappings: [{ containerPort: 8080, hostPort: 80 }] }], {
      family: "fixed",
    });
    return fleet;
  }

  /** Opens the control plane again, on what it kept, with the agents and the traffic that went on meanwhile. */
  static async reopen(before: RegisteredFleet, options: TestPlaneOptions): Promise<RegisteredFleet> {
    const fleet = new RegisteredFleet(await Fleet.open(0, options));
    fleet.nextPort = before.nextPort;
    for (const [arn, agent] of before.agents) {
      agent.attach(await fleet.plane.connect(arn, { sendCredentials: "true" }));
      fleet.agents.set(arn, agent);
    }
    return fleet;
  }

  /** Adds an EC2 instance whose agent joins the cluster. */
  async addMachine(id: string): Promise<string> {
    const document = { accountId: ACCOUNT, instanceId: id, availabilityZone: "us-west-2a" };
    // Registered before it is known as an instance of ours, which would have to sign its document.
    const arn = await this.addInstance(undefined, { instanceIdentityDocument: JSON.stringify(document) });
    const row = { id, accountId: ACCOUNT, region: SCOPE.region, state: "running" };
    await this.plane.state.transact((state) =>
      state.table(instanceTable).put({ ...row, availabilityZone: "us-west-2a" } as InstanceRow),
    );
    return arn;
  }

  /** Calls an operation of Elastic Load Balancing as the account's root user. */
  elb<Output>(service: Service, name: string, input: object, caller: Caller = rootCaller(ACCOUNT)) {
    const operation = service.operations.find((one) => one.name === name);
    if (operation === undefined) throw new Error(`no operation ${name}`);
    return invoke(this.plane.plane, {
      service,
      operation: operation as unknown as Operation<object, Output>,
      input,
      caller,
      scope: SCOPE,
      request: { requestId: "test", secureTransport: false },
    });
  }

  /** Makes a target group that a listener of a load balancer forwards to; answers how a service asks for it. */
  async targetGroup(name = "web", settings: object = {}): Promise<LoadBalancer & { targetGroupArn: string }> {
    const targetGroupArn = await this.idleTargetGroup(name, settings);
    const { LoadBalancers } = await this.elb<{ LoadBalancers: { LoadBalancerArn: string }[] }>(
      elbV2,
      "CreateLoadBalancer",
      {
        Name: name,
        Subnets: defaultVpc(SCOPE)
          .subnets.slice(0, 2)
          .map(({ id }) => id),
      },
    );
    await this.elb(elbV2, "CreateListener", {
      LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
    });
    return { targetGroupArn, containerName: "app", containerPort: 8080 };
  }

  /** Makes a target group that nothing forwards to; answers its ARN. */
  async idleTargetGroup(name: string, settings: object = {}): Promise<string> {
    const { TargetGroups } = await this.elb<{ TargetGroups: { TargetGroupArn: string }[] }>(
      elbV2,
      "CreateTargetGroup",
      { Name: name, Protocol: "HTTP", Port: 80, VpcId: defaultVpc(SCOPE).id, ...settings },
    );
    return TargetGroups[0]?.TargetGroupArn ?? "";
  }

  /** Makes a Classic Load Balancer for host port 80; answers how a service asks for it. */
  async classic(name = "old"): Promise<LoadBalancer> {
    await this.elb(elbClassic, "CreateLoadBalancer", {
      LoadBalancerName: name,
      Listeners: [{ Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 80 }],
      AvailabilityZones: ["us-west-2a"],
    });
    await this.elb(elbClassic, "ModifyLoadBalancerAttributes", {
      LoadBalancerName: name,
      LoadBalancerAttributes: { ConnectionDraining: { Enabled: true, Timeout: 300 } },
    });
    return { loadBalancerName: name, containerName: "app", containerPort: 8080 };
  }

  /** Makes a role as of 2014, or replaces what it may do. */
  async role(actions: readonly string[], trusts = "ecs.amazonaws.com"): Promise<string> {
    const RoleName = "ecsServiceRole";
    await this.plane
      .call("CreateRole", { RoleName, AssumeRolePolicyDocument: trusting(trusts) })
      .catch(() => {});
    await this.plane.call("PutRolePolicy", {
      RoleName,
      PolicyName: "elb",
      PolicyDocument: allowing(actions),
    });
    return RoleName;
  }

  override async settle(): Promise<void> {
    // Agents whose channel was closed come back.
    for (const [arn, agent] of this.agents) {
      if (!agent.connected) agent.attach(await this.plane.connect(arn, { sendCredentials: "true" }));
    }
    do await super.settle();
    while (await this.traffic.step());
  }

  /** How the tasks of the service stand, by last status. */
  statuses(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { lastStatus } of this.plane.state.table(taskTable).all()) {
      counts[lastStatus] = (counts[lastStatus] ?? 0) + 1;
    }
    return counts;
  }

  /** How far the tasks are with their load balancers. */
  registrations(): readonly string[] {
    return [...this.plane.state.table(registrationTable).all()].map(({ state }) => state);
  }

  /** The calls to Elastic Load Balancing and for its role, as they were decided: action and answer. */
  calls(): readonly string[] {
    return this.plane.decisions
      .filter(
        ({ principal }) => principal.includes("ecs-service-scheduler") || principal === "ecs.amazonaws.com",
      )
      .map(({ action, decision }) => `${action} ${decision.allowed ? "allowed" : "denied"}`);
  }
}
