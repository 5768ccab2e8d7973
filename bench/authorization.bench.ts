import type { AuthorizationRequest } from "../src/authorization/index.ts";
import { compilePolicy, decide, explain, type PolicyLayers, policySet } from "../src/authorization/index.ts";
import {
  type PolicyJson,
  type ReferenceLayers,
  referenceDecide,
} from "../src/authorization/testing/reference-evaluator.ts";
import { countCacheMisses } from "./authorization/cache-misses.ts";
import { openCedar } from "./authorization/cedar.ts";
import { openIamSimulate } from "./authorization/iam-simulate.ts";
import { cpuSeconds, ratesOf, show, times } from "./authorization/measure.ts";
import { requestOf, statementsOf } from "./authorization/workload.ts";

const compile = (documents: readonly PolicyJson[]): PolicyLayers => ({
  identity: policySet(
    documents.map((document, at) =>
      compilePolicy(JSON.stringify(document), { kind: "inline", name: `team${at}` }),
    ),
  ),
});

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

  const cedar = openCedar(documents.length);
  const simulate = openIamSimulate(documents);
  const unlike = (allowed: (one: AuthorizationRequest) => boolean): number =>
    requests.filter((one) => allowed(one) !== decide(one, layers).allowed).length;
  console.log(`of these, ${unlike(cedar)} differ from Cedar and ${unlike(simulate)} from iam-simulate`);

  const [naive = 0, fast = 0, traced = 0, cedars = 0, simulated = 0] = ratesOf(requests, 0.4, [
    (one) => referenceDecide(one, reference),
    (one) => decide(one, layers),
    (one) => explain(one, layers),
    cedar,
    simulate,
  ]);
  show("decide", fast);
  show("explain (the whole trace)", traced);
  show("iam-simulate, without its checks", simulated, `decide: ${times(fast, simulated)} as fast`);
  show("cedar-wasm, policy set parsed before", cedars, `decide: ${times(fast, cedars)} as fast`);
  show("naive reference evaluator", naive, `decide: ${times(fast, naive)} as fast`);

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

  const users = 100;
  const misses = await countCacheMisses(users);
  console.log(
    `compiled sets of ${users} users made anew: ${misses.withoutChange} without a change, ${misses.afterInline} after a change of one user's document, ${misses.afterShared} after one of a policy that ten of them have`,
  );
};

await run();
