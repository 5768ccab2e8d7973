import type { StatementJson } from "../../src/authorization/testing/reference-evaluator.ts";
import type { AuthorizationRequest } from "../../src/authorization/types.ts";

/** The account of the workload. */
export const ACCOUNT = "123456789012";
const REGION = "us-east-1";
/** The ARN of something of ECS. */
export const arn = (resource: string): string => `arn:aws:ecs:${REGION}:${ACCOUNT}:${resource}`;

/** One team's policy: five statements about ECS and the roles its tasks have, four of them under conditions. */
export const statementsOf = (team: number): readonly StatementJson[] => [
  {
    Sid: "Run",
    Effect: "Allow",
    Action: ["ecs:RunTask", "ecs:StartTask"],
    Resource: `arn:aws:ecs:*:${ACCOUNT}:task-definition/team${team}-*:*`,
    Condition: { ArnEquals: { "ecs:cluster": arn(`cluster/team${team}`) } },
  },
  {
    Sid: "Stop",
    Effect: "Allow",
    Action: ["ecs:StopTask", "ecs:DescribeTasks", "ecs:ExecuteCommand"],
    Resource: arn(`task/team${team}/*`),
    Condition: {
      StringEquals: { "aws:ResourceTag/team": `team${team}` },
      IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.168.0.0/16"] },
    },
  },
  {
    Sid: "Service",
    Effect: "Allow",
    Action: "ecs:*Service",
    Resource: [arn(`service/team${team}/web`), arn(`service/team${team}/api-*`)],
    Condition: {
      StringLike: { "aws:PrincipalTag/team": ["team*", "platform"] },
      Bool: { "aws:SecureTransport": "true" },
    },
  },
  { Sid: "Look", Effect: "Allow", Action: ["ecs:List*", "ecs:Describe*"], Resource: "*" },
  {
    Sid: "NotAtNight",
    Effect: "Deny",
    Action: ["ecs:Delete*", "ecs:Update*"],
    Resource: "*",
    Condition: {
      NumericGreaterThan: { "aws:MultiFactorAuthAge": "3600" },
      DateLessThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" },
    },
  },
];

/** The request of that number: seven actions, allowed or not, with the context that every call has. */
export const requestOf = (number: number): AuthorizationRequest => {
  const team = number % 12;
  const [action, resource] = [
    ["ecs:RunTask", arn(`task-definition/team${team}-web:${number}`)],
    ["ecs:StopTask", arn(`task/team${team}/${number.toString(16).padStart(32, "0")}`)],
    ["ecs:UpdateService", arn(`service/team${team}/api-${number}`)],
    ["ecs:ListClusters", "*"],
    ["ecs:DescribeClusters", arn(`cluster/team${team}`)],
    ["ecs:DeleteCluster", arn(`cluster/team${team}`)],
    ["ecs:ExecuteCommand", arn(`task/team${team}/${number.toString(16).padStart(32, "0")}`)],
  ][number % 7] as [string, string];
  return {
    principal: { type: "User", arn: `arn:aws:iam::${ACCOUNT}:user/alice`, accountId: ACCOUNT },
    action,
    resource,
    resourceAccount: ACCOUNT,
    context: {
      "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:user/alice`,
      "aws:PrincipalAccount": ACCOUNT,
      "aws:PrincipalType": "User",
      "aws:PrincipalTag/team": `team${team}`,
      "aws:userid": "AIDAEXAMPLEEXAMPLE",
      "aws:username": "alice",
      "aws:RequestedRegion": REGION,
      "aws:SourceIp": number % 3 === 0 ? "203.0.113.9" : "10.1.2.3",
      "aws:CurrentTime": "2026-11-24T18:00:00Z",
      "aws:EpochTime": "1795543200",
      "aws:SecureTransport": "true",
      "aws:UserAgent": "aws-cli/2.31.0",
      "aws:MultiFactorAuthAge": String(number),
      "aws:ResourceAccount": ACCOUNT,
      "aws:ResourceTag/team": `team${(team + (number % 2)) % 12}`,
      "ecs:cluster": arn(`cluster/team${team}`),
    },
  };
};
