import { at, textAt } from "../../shared/clients/client.ts";
import { instanceProfile, launchMachines } from "../../shared/machines.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { watchContainers } from "../containers.ts";
import { IMAGES } from "../images.ts";
import { watchService } from "../service-watch.ts";
import { CLUSTER, SERVICE, type Story } from "../story.ts";

/** A cluster of two machines, and three revisions of a task definition. */
export const setUp = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("1. A cluster of two machines, and three revisions of what they are to run");
  await voyage.call(
    voyage.harbour.root,
    "ecs",
    "CreateCluster",
    { clusterName: CLUSTER },
    {
      ok: true,
      because: "the cluster is ACTIVE",
      check: (output) => at(output, "cluster", "status") === "ACTIVE",
    },
  );
  await instanceProfile(voyage, "ecsInstanceRole");
  const [first, second] = await launchMachines(voyage, CLUSTER, "ecsInstanceRole", 2);
  if (first === undefined || second === undefined) throw new Error("there are no two machines");
  story.machines = [first, second];
  story.containers = watchContainers(
    new Set(story.machines.map(({ containerInstanceArn }) => containerInstanceArn)),
  );
  story.service = watchService(voyage.harbour, CLUSTER, SERVICE);
  story.definitions = {
    first: await register(voyage, IMAGES.first, 1),
    broken: await register(voyage, IMAGES.broken, 2),
    second: await register(voyage, IMAGES.second, 3),
  };
};

const register = async (voyage: Voyage, image: string, revision: number): Promise<string> => {
  const answer = await voyage.call(
    voyage.harbour.root,
    "ecs",
    "RegisterTaskDefinition",
    {
      family: SERVICE,
      containerDefinitions: [{ name: "web", image, memory: 32, portMappings: [{ containerPort: 8080 }] }],
    },
    {
      ok: true,
      because: `${SERVICE}:${revision} is registered`,
      check: (output) => at(output, "taskDefinition", "revision") === revision,
    },
  );
  return textAt(answer, "taskDefinition", "taskDefinitionArn");
};
