import { at, listAt, textAt } from "../../shared/clients/client.ts";
import { policy, trust } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { CLUSTER, ecs, freePort } from "../story.ts";
import { IMAGE } from "../web-image.ts";

/** What the service scheduler asks of Elastic Load Balancing: to look, to register, to deregister, to look after. */
type Actions = readonly [look: string, register: string, deregister: string, health: string];

/** Where a service's tasks are registered: the member of `loadBalancers` that says so, and the tasks' host port. */
type Registration = { readonly loadBalancer: Readonly<Record<string, unknown>>; readonly hostPort: number };

type Kind = {
  readonly name: string;
  readonly actions: Actions;
  readonly make: (voyage: Voyage, name: string) => Promise<Registration>;
};

const KINDS: readonly Kind[] = [
  {
    name: "target-group",
    actions: ["DescribeTargetGroups", "RegisterTargets", "DeregisterTargets", "DescribeTargetHealth"],
    make: async (voyage, name) => {
      const { root } = voyage.harbour;
      const because = "there is a target group, behind a listener of its own";
      const made = await voyage.call(
        root,
        "elbv2",
        "CreateTargetGroup",
        {
          Name: name,
          Protocol: "HTTP",
          Port: 80,
          VpcId: await vpcOf(voyage),
          HealthCheckIntervalSeconds: 5,
          HealthCheckTimeoutSeconds: 2,
          HealthyThresholdCount: 2,
        },
        { ok: true, because },
      );
      const targetGroupArn = textAt(made, "TargetGroups", 0, "TargetGroupArn");
      await voyage.call(
        root,
        "elbv2",
        "ModifyTargetGroupAttributes",
        {
          TargetGroupArn: targetGroupArn,
          Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "1" }],
        },
        { ok: true, because: "its targets go quickly" },
      );
      const balancers = await voyage.call(
        root,
        "elbv2",
        "DescribeLoadBalancers",
        {},
        { ok: true, because: "the load balancer is known" },
      );
      await voyage.call(
        root,
        "elbv2",
        "CreateListener",
        {
          LoadBalancerArn: textAt(balancers, "LoadBalancers", 0, "LoadBalancerArn"),
          Protocol: "HTTP",
          Port: await freePort(),
          DefaultActions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
        },
        { ok: true, because },
      );
      return { loadBalancer: { targetGroupArn }, hostPort: 0 };
    },
  },
  {
    name: "classic",
    actions: [
      "DescribeLoadBalancers",
      "RegisterInstancesWithLoadBalancer",
      "DeregisterInstancesFromLoadBalancer",
      "DescribeInstanceHealth",
    ],
    make: async (voyage, name) => {
      const { root } = voyage.harbour;
      const [port, hostPort] = [await freePort(), await freePort()];
      await voyage.call(
        root,
        "elb",
        "CreateLoadBalancer",
        {
          LoadBalancerName: name,
          AvailabilityZones: [`${voyage.harbour.region}a`],
          Listeners: [
            { Protocol: "HTTP", LoadBalancerPort: port, InstanceProtocol: "HTTP", InstancePort: hostPort },
          ],
        },
        { ok: true, because: "there is a Classic Load Balancer" },
      );
      await voyage.call(
        root,
        "elb",
        "ConfigureHealthCheck",
        {
          LoadBalancerName: name,
          HealthCheck: {
            Target: `HTTP:${hostPort}/`,
            Interval: 5,
            Timeout: 2,
            UnhealthyThreshold: 2,
            HealthyThreshold: 2,
          },
        },
        { ok: true, because: "it looks after its instances often" },
      );
      return { loadBalancer: { loadBalancerName: name }, hostPort };
    },
  },
];

const vpcOf = async (voyage: Voyage): Promise<unknown> =>
  at(
    await voyage.call(
      voyage.harbour.root,
      "ec2",
      "DescribeVpcs",
      {},
      { ok: true, because: "there is a VPC" },
    ),
    "Vpcs",
    0,
    "VpcId",
  );

/** The role of a service, with a policy of the actions. */
const allow = (voyage: Voyage, role: string, actions: readonly string[], because: string): Promise<unknown> =>
  voyage.call(
    voyage.harbour.root,
    "iam",
    "PutRolePolicy",
    {
      RoleName: role,
      PolicyName: "elb",
      PolicyDocument: policy({
        Effect: "Allow",
        Action: actions.map((action) => `elasticloadbalancing:${action}`),
        Resource: "*",
      }),
    },
    { ok: true, because },
  );

/** Everything that a service needs except for one action. */
const prepare = async (voyage: Voyage, kind: Kind, missing: string, name: string): Promise<object> => {
  const { root } = voyage.harbour;
  const registration = await kind.make(voyage, name);
  await voyage.call(
    root,
    "iam",
    "CreateRole",
    { RoleName: name, AssumeRolePolicyDocument: trust("ecs.amazonaws.com") },
    { ok: true, because: `a role for ${name}` },
  );
  const others = kind.actions.filter((action) => action !== missing);
  await allow(voyage, name, others, `it may do all but ${missing}`);
  await voyage.call(
    root,
    "ecs",
    "RegisterTaskDefinition",
    {
      family: name,
      containerDefinitions: [
        {
          name: "web",
          image: IMAGE,
          memory: 64,
          stopTimeout: 2,
          environment: [{ name: "VERSION", value: "v1" }],
          portMappings: [{ containerPort: 80, hostPort: registration.hostPort }],
        },
      ],
    },
    { ok: true, because: "a task definition" },
  );
  return {
    cluster: CLUSTER,
    serviceName: name,
    taskDefinition: name,
    desiredCount: 1,
    role: name,
    healthCheckGracePeriodSeconds: 60,
    loadBalancers: [{ ...registration.loadBalancer, containerName: "web", containerPort: 80 }],
  };
};

const events = (output: unknown): readonly string[] =>
  listAt(output, "services", 0, "events").map((event) => String(at(event, "message")));

const untilTold = (voyage: Voyage, name: string, what: string, told: (output: unknown) => boolean) =>
  voyage.until(
    voyage.harbour.root,
    "ecs",
    "DescribeServices",
    { cluster: CLUSTER, services: [name] },
    what,
    told,
  );

const settled = (output: unknown, desired: number): boolean =>
  at(output, "services", 0, "runningCount") === desired &&
  at(output, "services", 0, "deployments", 0, "rolloutState") === "COMPLETED" &&
  (events(output)[0] ?? "").endsWith("has reached a steady state.");

/** A service whose role lacks one action: its event log names it, and it goes on by itself once the role is mended. */
const withoutOne = async (voyage: Voyage, kind: Kind, missing: string): Promise<void> => {
  const name = `${kind.name}-${kind.actions.indexOf(missing)}`;
  const [look, , deregister] = kind.actions;
  const service = await prepare(voyage, kind, missing, name);
  const { root } = voyage.harbour;
  const complete = () => allow(voyage, name, kind.actions, "the role's policy is mended");
  const names = (output: unknown): boolean =>
    events(output).some(
      (text) =>
        text.startsWith(`(service ${name}) failed to `) &&
        text.includes(`is not authorized to perform: elasticloadbalancing:${missing} `),
    );
  if (missing === look) {
    await voyage.call(root, "ecs", "CreateService", service as Readonly<Record<string, unknown>>, {
      refused: "InvalidParameterException",
      message: /^Unable to assume role and validate the /,
    });
    await voyage.portreeve(["explain", "--last"], new RegExp(`elasticloadbalancing:${look}`));
    await complete();
  }
  await ecs(voyage, "CreateService", service as Readonly<Record<string, unknown>>, "the service is there");
  if (missing === deregister) {
    await untilTold(voyage, name, "its task is registered", (output) => settled(output, 1));
    await ecs(voyage, "UpdateService", { service: name, desiredCount: 0 }, "the task is to go");
  }
  if (missing !== look) {
    await untilTold(voyage, name, `its event log says that ${missing} is missing`, names);
    await complete();
  }
  const desired = missing === deregister ? 0 : 1;
  await untilTold(voyage, name, "it goes on by itself", (output) => settled(output, desired));
  await voyage.call(
    root,
    "ecs",
    "DeleteService",
    { cluster: CLUSTER, service: name, force: true },
    { ok: true, because: "the service goes" },
  );
};

/** For each action of Elastic Load Balancing that the scheduler needs: what happens when its role lacks just that one. */
export const missingActions = async (voyage: Voyage): Promise<void> => {
  for (const kind of KINDS) {
    for (const missing of kind.actions) {
      voyage.begin(`A service's role may not do elasticloadbalancing:${missing} (${kind.name})`);
      await withoutOne(voyage, kind, missing);
    }
  }
};
