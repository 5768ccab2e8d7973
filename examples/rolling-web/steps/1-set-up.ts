import { at, listAt, textAt } from "../../shared/clients/client.ts";
import { instanceProfile, launchMachines } from "../../shared/machines.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { CLUSTER, ecs, SERVICE, type Story } from "../story.ts";
import { IMAGE } from "../web-image.ts";

/** A cluster of two machines, and two versions of a web service. */
export const setUp = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("1. A cluster of two machines, and two versions of a web service");
  await voyage.call(
    voyage.harbour.root,
    "ecs",
    "CreateCluster",
    { clusterName: CLUSTER },
    { ok: true, because: "the cluster is there" },
  );
  await instanceProfile(voyage, "ecsInstanceRole");
  const [first, second] = await launchMachines(voyage, CLUSTER, "ecsInstanceRole", 2);
  if (first === undefined || second === undefined) throw new Error("there are no two machines");
  story.machines = [first, second];
  for (const version of ["v1", "v2"]) {
    const answer = await voyage.call(
      voyage.harbour.root,
      "ecs",
      "RegisterTaskDefinition",
      {
        family: SERVICE,
        containerDefinitions: [
          {
            name: "web",
            image: IMAGE,
            memory: 128,
            // Without, a container gets what others on the machine leave.
            cpu: 256,
            stopTimeout: 10,
            environment: [{ name: "VERSION", value: version }],
            // Which port of the machine it gets, Docker decides: several run on one.
            portMappings: [{ containerPort: 80, hostPort: 0 }],
          },
        ],
      },
      { ok: true, because: `${version} is a task definition` },
    );
    story.definitions.push(textAt(answer, "taskDefinition", "taskDefinitionArn"));
  }
};

/** A load balancer with one listener, and the target group that it forwards to. */
export const loadBalancer = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("2. A load balancer in front of it");
  const { root } = voyage.harbour;
  const subnets = await voyage.call(
    root,
    "ec2",
    "DescribeSubnets",
    {},
    { ok: true, because: "there are subnets" },
  );
  const made = await voyage.call(
    root,
    "elbv2",
    "CreateLoadBalancer",
    {
      Name: SERVICE,
      Type: "application",
      Subnets: listAt(subnets, "Subnets").map((subnet) => at(subnet, "SubnetId")),
    },
    { ok: true, because: "the load balancer is being made" },
  );
  story.loadBalancerArn = textAt(made, "LoadBalancers", 0, "LoadBalancerArn");
  story.host = textAt(made, "LoadBalancers", 0, "DNSName");
  const group = await voyage.call(
    root,
    "elbv2",
    "CreateTargetGroup",
    {
      Name: SERVICE,
      Protocol: "HTTP",
      Port: 80,
      VpcId: at(subnets, "Subnets", 0, "VpcId"),
      TargetType: "instance",
      HealthCheckPath: "/",
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    },
    { ok: true, because: "there is a target group" },
  );
  story.targetGroupArn = textAt(group, "TargetGroups", 0, "TargetGroupArn");
  await voyage.call(
    root,
    "elbv2",
    "ModifyTargetGroupAttributes",
    {
      TargetGroupArn: story.targetGroupArn,
      Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "2" }],
    },
    { ok: true, because: "a target has two seconds to answer what it was asked" },
  );
  await voyage.call(
    root,
    "elbv2",
    "CreateListener",
    {
      LoadBalancerArn: story.loadBalancerArn,
      Protocol: "HTTP",
      Port: story.port,
      DefaultActions: [{ Type: "forward", TargetGroupArn: story.targetGroupArn }],
    },
    { ok: true, because: "the listener forwards to it" },
  );
  await voyage.until(
    root,
    "elbv2",
    "DescribeLoadBalancers",
    { LoadBalancerArns: [story.loadBalancerArn] },
    "the load balancer is active",
    (output) => at(output, "LoadBalancers", 0, "State", "Code") === "active",
  );
};

/** The service: three tasks, which the scheduler registers in the target group with its role. */
export const createService = async (voyage: Voyage, story: Story): Promise<void> => {
  await ecs(
    voyage,
    "CreateService",
    {
      serviceName: SERVICE,
      taskDefinition: story.definitions[0],
      desiredCount: 3,
      loadBalancers: [{ targetGroupArn: story.targetGroupArn, containerName: "web", containerPort: 80 }],
      // A task that starts beside all that load may need its time until it answers.
      healthCheckGracePeriodSeconds: 60,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
    },
    "the service is ACTIVE",
  );
};
