import type { Client } from "../shared/clients/client.ts";
import { openHarbour } from "../shared/harbour.ts";
import { type LogEntry, Voyage } from "../shared/voyage.ts";
import { chartOf } from "./chart.ts";
import { type LoadResult, startLoad } from "./load.ts";
import { createService, loadBalancer, setUp } from "./steps/1-set-up.ts";
import { underLoad } from "./steps/2-under-load.ts";
import { missingActions } from "./steps/3-missing-actions.ts";
import { opening, untilSteady } from "./story.ts";
import { buildImage } from "./web-image.ts";

/** What a run comes to: each fact with whether it was as expected, the load's result, and its chart. */
export type Outcome = {
  readonly log: readonly LogEntry[];
  readonly load: LoadResult;
  readonly chart: string;
};

const CONNECTIONS = 32;

/** Tells the whole story with a real client on real Docker and HAProxy, on a control plane of its own. */
export const sail = async (
  clientFor: (endpoint: string, region: string) => Client,
  print: (text: string) => void,
  wanted: { readonly requests: number },
): Promise<Outcome> => {
  buildImage();
  const harbour = await openHarbour();
  try {
    const voyage = new Voyage(clientFor(harbour.endpoint, harbour.region), harbour, print);
    const story = await opening();
    print(`A web service at ${harbour.endpoint}, with the ${voyage.client.name}`);
    await setUp(voyage, story);
    await loadBalancer(voyage, story);
    voyage.begin("3. Three tasks, registered by the service scheduler with its role");
    await createService(voyage, story);
    await untilSteady(voyage, 3, "three tasks run and are healthy at the load balancer");
    const running = startLoad(story, CONNECTIONS);
    await underLoad(voyage, story);
    const load = await running.stopAfter(wanted.requests);
    voyage.begin("5. What the clients saw");
    voyage.note(
      `no request of at least ${wanted.requests} failed`,
      load.failed === 0 && load.requests >= wanted.requests,
      [`${load.requests} requests, ${load.failed} failed`, ...load.failures].join("\n"),
    );
    const versions = new Set(load.counted.map(({ version }) => version));
    voyage.note("both versions answered", versions.has("v1") && versions.has("v2"));
    const last = load.counted.at(-1);
    voyage.note("at the end only the new one did", last?.version === "v2");
    await missingActions(voyage);
    const { p50, p99, max } = load.latency;
    print(`milliseconds: half within ${p50}, 99 % within ${p99}, the slowest ${max}`);
    return { log: voyage.log, load, chart: chartOf(load.counted, story.marks) };
  } finally {
    await harbour.close();
  }
};
