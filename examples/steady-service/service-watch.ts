import { at } from "../shared/clients/client.ts";
import { sdkClient } from "../shared/clients/sdk.ts";
import type { Harbour } from "../shared/harbour.ts";

/** A deployment as DescribeServices showed it at some moment. */
export type SeenDeployment = {
  readonly id: string;
  readonly taskDefinition: string;
  readonly status: string;
  readonly rolloutState: string;
  readonly rolloutStateReason: string;
};

/** What DescribeServices shows, looked at a few times a second. */
export type ServiceWatch = {
  /** The most tasks that were RUNNING or PENDING at once since a moment, in milliseconds since the epoch. */
  readonly mostTasks: (moment: number) => number;
  /** The deployments of a task definition, in each state that was seen of them, in order. */
  readonly deployments: (taskDefinition: string) => readonly SeenDeployment[];
  readonly close: () => Promise<void>;
};

const PACE = 150;

/** Looks at a service until it is closed. */
export const watchService = (
  { endpoint, region, root }: Harbour,
  cluster: string,
  service: string,
): ServiceWatch => {
  const client = sdkClient(endpoint, region);
  const counts: { readonly at: number; readonly tasks: number }[] = [];
  const seen = new Map<string, SeenDeployment>();
  const end = new AbortController();

  const look = async (): Promise<void> => {
    const call = {
      service: "ecs",
      operation: "DescribeServices",
      input: { cluster, services: [service] },
    } as const;
    const outcome = await client.call(root, call);
    if (!outcome.ok) return;
    const found = at(outcome.output, "services", 0);
    const tasks = Number(at(found, "runningCount") ?? 0) + Number(at(found, "pendingCount") ?? 0);
    counts.push({ at: Date.now(), tasks });
    const deployments = (at(found, "deployments") ?? []) as readonly SeenDeployment[];
    for (const one of deployments) {
      const key = `${one.id} ${one.rolloutState} ${one.rolloutStateReason}`;
      if (!seen.has(key)) seen.set(key, one);
    }
  };

  const looking = (async () => {
    while (!end.signal.aborted) {
      await look();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, PACE);
        function done(): void {
          clearTimeout(timer);
          end.signal.removeEventListener("abort", done);
          resolve();
        }
        end.signal.addEventListener("abort", done);
      });
    }
  })();

  return {
    mostTasks: (moment) => Math.max(0, ...counts.filter((one) => one.at >= moment).map(({ tasks }) => tasks)),
    deployments: (taskDefinition) =>
      [...seen.values()].filter((one) => one.taskDefinition === taskDefinition),
    close: () => {
      end.abort();
      return looking;
    },
  };
};
