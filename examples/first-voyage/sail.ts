import type { Client } from "../shared/clients/client.ts";
import { openHarbour } from "../shared/harbour.ts";
import { type LogEntry, Voyage } from "../shared/voyage.ts";
import { buildImage } from "./docker.ts";
import { admin } from "./steps/1-admin.ts";
import { nothingAllowed } from "./steps/2-nothing-allowed.ts";
import { policies } from "./steps/3-policies.ts";
import { runWebHere } from "./steps/4-run-web-here.ts";
import { decidedOnStar } from "./steps/5-decided-on-star.ts";
import { containerInstances } from "./steps/6-container-instances.ts";
import { realContainers } from "./steps/7-real-containers.ts";
import { killed } from "./steps/9-killed.ts";
import { openingOf } from "./story.ts";

/**
 * Tells the whole story with a real client, on a control plane of its own; answers what was as expected.
 * Step 8, explaining each refusal, happens right after the refusals themselves.
 */
export const sail = async (
  clientFor: (endpoint: string, region: string) => Client,
  print: (text: string) => void,
): Promise<readonly LogEntry[]> => {
  buildImage();
  const harbour = await openHarbour();
  try {
    const voyage = new Voyage(clientFor(harbour.endpoint, harbour.region), harbour, print);
    const story = openingOf(harbour);
    print(`The voyage of the ${voyage.client.name} to ${harbour.endpoint}`);
    for (const step of [
      admin,
      nothingAllowed,
      policies,
      runWebHere,
      decidedOnStar,
      containerInstances,
      realContainers,
      killed,
    ]) {
      await step(voyage, story);
    }
    return voyage.log;
  } finally {
    await harbour.close();
  }
};
