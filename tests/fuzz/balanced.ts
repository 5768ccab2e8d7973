import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { CreateLoadBalancerCommand as CreateClassicCommand } from "@aws-sdk/client-elastic-load-balancing";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Clients } from "../product/clients.ts";
import { learn } from "./words.ts";

/** More than requests delete. */
const COUNT = 12;

/** Makes load balancers of every kind with all that belongs to them, and has requests name them. */
export const balance = async ({ ec2, elb, elbV2 }: Clients): Promise<void> => {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}));
  const subnets = Subnets.map(({ SubnetId = "" }) => SubnetId);
  const VpcId = Subnets[0]?.VpcId ?? "";
  const arns = { loadBalancers: [""], groups: [""], listeners: [""], rules: [""] };
  const names: string[] = [];
  for (let number = 0; number < COUNT; number += 1) {
    const Name = `web-${number}`;
    names.push(Name);
    await elb.send(
      new CreateClassicCommand({
        LoadBalancerName: Name,
        Subnets: subnets.slice(0, 1),
        Listeners: [{ Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 80 }],
      }),
    );
    const { LoadBalancers } = await elbV2.send(new CreateLoadBalancerCommand({ Name, Subnets: subnets }));
    const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    const { TargetGroups } = await elbV2.send(
      new CreateTargetGroupCommand({ Name, Protocol: "HTTP", Port: 80, VpcId, TargetType: "ip" }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
    const Actions = [{ Type: "forward" as const, TargetGroupArn }];
    const { Listeners } = await elbV2.send(
      new CreateListenerCommand({ LoadBalancerArn, Protocol: "HTTP", Port: 8000, DefaultActions: Actions }),
    );
    const ListenerArn = Listeners?.[0]?.ListenerArn ?? "";
    const Conditions = [{ Field: "path-pattern", Values: ["/a"] }];
    const { Rules } = await elbV2.send(
      new CreateRuleCommand({ ListenerArn, Priority: 1, Conditions, Actions }),
    );
    arns.loadBalancers.push(LoadBalancerArn);
    arns.groups.push(TargetGroupArn);
    arns.listeners.push(ListenerArn);
    arns.rules.push(Rules?.[0]?.RuleArn ?? "");
  }
  const { loadBalancers, groups, listeners, rules } = Object.fromEntries(
    Object.entries(arns).map(([name, values]) => [name, values.slice(1)]),
  ) as typeof arns;
  learn({
    LoadBalancerArn: loadBalancers,
    LoadBalancerArns: loadBalancers,
    TargetGroupArn: groups,
    TargetGroupArns: groups,
    ListenerArn: listeners,
    ListenerArns: listeners,
    RuleArn: rules,
    RuleArns: rules,
    ResourceArns: [...loadBalancers, ...groups, ...listeners, ...rules],
    LoadBalancerName: names,
    LoadBalancerNames: names,
    Names: names,
    Subnets: subnets,
    SubnetId: subnets,
    VpcId: [VpcId],
    SecurityGroups: SecurityGroups.map(({ GroupId = "" }) => GroupId),
    StatusCode: ["200", "404"],
    Field: ["path-pattern", "host-header"],
    Id: ["10.0.0.1", "127.0.0.1"],
  });
};
