import type { Client } from "../shared/clients/client.ts";
import { openHarbour } from "../shared/harbour.ts";
import { type LogEntry, Voyage } from "../shared/voyage.ts";
import { setUp } from "./steps/1-set-up.ts";
import { enforced } from "./steps/2-enforced.ts";
import { audit } from "./steps/3-audit.ts";
import { mended } from "./steps/4-mended.ts";
import { openingOf } from "./story.ts";

/** Tells the whole story with a real client, on a control plane of its own whose containers are simulated. */
export const sail = async (
  clientFor: (endpoint: string, region: string) => Client,
  print: (text: string) => void,
): Promise<readonly LogEntry[]> => {
  const harbour = await openHarbour({ containers: "simulated" });
  try {
    const voyage = new Voyage(clientFor(harbour.endpoint, harbour.region), harbour, print);
    const story = openingOf(harbour);
    print(`A deployment with the ${voyage.client.name} to ${harbour.endpoint}`);
    for (const step of [setUp, enforced, audit, mended]) await step(voyage, story);
    return voyage.log;
  } finally {
    await harbour.close();
  }
};
