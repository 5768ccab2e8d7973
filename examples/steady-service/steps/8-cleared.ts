import { at } from "../../shared/clients/client.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { ecs } from "../service.ts";
import { CLUSTER, SERVICE, type Story } from "../story.ts";

/** The service is deleted; nothing of it stays behind. */
export const cleared = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("8. The service is deleted, with all of its tasks");
  await ecs(
    voyage,
    "DeleteService",
    { service: SERVICE, force: true },
    "it is DRAINING",
    (output) => at(output, "service", "status") === "DRAINING",
  );
  await voyage.until(
    voyage.harbour.root,
    "ecs",
    "DescribeServices",
    { cluster: CLUSTER, services: [SERVICE] },
    "it is INACTIVE",
    (output) => at(output, "services", 0, "status") === "INACTIVE",
  );
  await voyage.wait(voyage.harbour.root, "services-inactive", CLUSTER, SERVICE);
  const left = story.containers.now();
  voyage.note("no container runs any more", left === 0, `${left} containers`);
};
