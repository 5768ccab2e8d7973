import { compilePolicy, decide, explain, type PolicyLayers, policySet } from "../src/authorization/index.ts";
import {
  type PolicyJson,
  type ReferenceLayers,
  referenceDecide,
  type StatementJson,
} from "../src/authorization/testing/reference-evaluator.ts";
import type { AuthorizationRequest } from "../src/authorization/types.ts";

const ACCOUNT = "123456789012";
const REGION = "us-east-1";
const arn = (resource: string): string => `arn:aws:ecs:${REGION}:${ACCOUNT}:${resource}`;

/** One team's policy: five statements about ECS and the roles its tasks have, four of them under conditions. */
const statementsOf = (team: number): readonly StatementJson[] => [
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

const requestOf = (number: number): AuthorizationRequest => {
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

const compile = (documents: readonly PolicyJson[]): PolicyLayers => ({
  identity: policySet(
    documents.map((document, at) =>
      compilePolicy(JSON.stringify(document), { kind: "inline", name: `team${at}` }),
    ),
  ),
});

type Ask = (request: AuthorizationRequest) => unknown;

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/**
 * Decisions in a second of processor time (other work on the machine would only blur the clock): the best of five
 * rounds, in which those that are to be compared take turns.
 */
const ratesOf = (
  requests: readonly AuthorizationRequest[],
  seconds: number,
  asks: readonly Ask[],
): readonly number[] => {
  const best = asks.map(() => 0);
  for (let round = 0; round < 5; round++)
    asks.forEach((ask, at) => {
      const start = cpuSeconds();
      let done = 0;
      for (; cpuSeconds() - start < seconds; done += requests.length)
        for (const request of requests) ask(request);
      best[at] = Math.max(best[at] ?? 0, done / (cpuSeconds() - start));
    });
  return best;
};

const show = (name: string, rate: number, ratio = ""): void =>
  console.log(`${name.padEnd(52)} ${Math.round(rate).toLocaleString("en-US").padStart(12)}/s  ${ratio}`);
const times = (one: number, other: number): string => `${(one / other).toFixed(one / other < 10 ? 2 : 0)} ×`;

/** Figures of the policy engine, as ratios to the naive reference evaluator and to itself, on one core. */
export const run = async (): Promise<void> => {
  const documents: readonly PolicyJson[] = Array.from({ length: 10 }, (_, team) => ({
    Version: "2012-10-17",
    Statement: statementsOf(team),
  }));
  const requests = Array.from({ length: 1000 }, (_, number) => requestOf(number));
  const layers = compile(documents);
  const reference: ReferenceLayers = {
    identity: documents.map((document) => ({ kind: "inline", document })),
  };

  const differences = requests.filter(
    (one) => decide(one, layers).outcome !== referenceDecide(one, reference).outcome,
  );
  const outcomes = Map.groupBy(requests, (one) => decide(one, layers).outcome);
  console.log(
    `10 policies of 5 statements, 1,000 requests (${[...outcomes].map(([name, of]) => `${of.length} ${name}`).join(", ")}; ${differences.length} differ from the reference)`,
  );

  const [naive = 0, fast = 0, traced = 0] = ratesOf(requests, 0.4, [
    (one) => referenceDecide(one, reference),
    (one) => decide(one, layers),
    (one) => explain(one, layers),
  ]);
  show("naive reference evaluator", naive);
  show("decide", fast, `${times(fast, naive)} the reference`);
  show("explain (the whole trace)", traced, `${times(traced, naive)} the reference`);

  const others = (count: number): PolicyJson => ({
    Version: "2012-10-17",
    Statement: Array.from({ length: count }, (_, at) => ({
      Effect: "Allow",
      Action: at % 2 === 0 ? `s3:Get${at}` : `s3:Put${at}*`,
      Resource: `arn:aws:s3:::bucket${at}/*`,
    })),
  });
  const few = compile([...documents, others(10)]);
  const many = compile([...documents, others(5000), others(5000)]);
  const [withFew = 0, withMany = 0] = ratesOf(requests, 0.4, [
    (one) => decide(one, few),
    (one) => decide(one, many),
  ]);
  show("decide among 10 unconcerned statements", withFew);
  show("decide among 10,000 unconcerned statements", withMany, `${times(withFew, withMany)} slower`);

  const pages = Array.from({ length: 40 }, (_, team) => statementsOf(team)).flat();
  let count = 1;
  while (JSON.stringify({ Version: "2012-10-17", Statement: pages.slice(0, count + 1) }).length <= 6144)
    count++;
  const source = JSON.stringify({ Version: "2012-10-17", Statement: pages.slice(0, count) });
  const compileOnce = () => compilePolicy(source, { kind: "managed", name: "p" });
  for (let warming = 0; warming < 1000; warming++) compileOnce();
  const start = cpuSeconds();
  let compiled = 0;
  for (; cpuSeconds() - start < 1; compiled++) compileOnce();
  const took = ((cpuSeconds() - start) / compiled) * 1000;
  console.log(`compile a policy of ${source.length} characters: ${took.toFixed(3)} ms`);
};

await run();
