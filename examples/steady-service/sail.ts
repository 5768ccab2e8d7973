import type { Client } from "../shared/clients/client.ts";
import { openHarbour } from "../shared/harbour.ts";
import { type LogEntry, Voyage } from "../shared/voyage.ts";
import { buildImages } from "./images.ts";
import { setUp } from "./steps/1-set-up.ts";
import { created } from "./steps/2-created.ts";
import { killedContainer } from "./steps/3-killed-container.ts";
import { stoppedMachine } from "./steps/4-stopped-machine.ts";
import { drained } from "./steps/5-drained.ts";
import { brokenImage } from "./steps/6-broken-image.ts";
import { goodImage } from "./steps/7-good-image.ts";
import { cleared } from "./steps/8-cleared.ts";
import { opening } from "./story.ts";
import { type Moment, timelineOf } from "./timeline.ts";

/** What a run comes to: each fact with whether it was as expected, and what happened when. */
export type Outcome = { readonly log: readonly LogEntry[]; readonly timeline: readonly Moment[] };

/** Tells the whole story with a real client on real Docker, on a control plane of its own. */
export const sail = async (
  clientFor: (endpoint: string, region: string) => Client,
  print: (text: string) => void,
): Promise<Outcome> => {
  buildImages();
  const harbour = await openHarbour();
  const story = opening();
  try {
    const voyage = new Voyage(clientFor(harbour.endpoint, harbour.region), harbour, print);
    print(`A service at ${harbour.endpoint}, with the ${voyage.client.name}`);
    for (const step of [setUp, created, killedContainer, stoppedMachine, drained, brokenImage, goodImage]) {
      await step(voyage, story);
    }
    // Of a service that is deleted, AWS tells no service deployments any more.
    const timeline = await timelineOf(voyage.client, harbour, story);
    await cleared(voyage, story);
    return { log: voyage.log, timeline };
  } finally {
    await story.service.close();
    story.containers.close();
    await harbour.close();
  }
};
