import { at, type Client, listAt } from "../shared/clients/client.ts";
import type { Harbour } from "../shared/harbour.ts";

import { CLUSTER, SERVICE, type Story } from "./story.ts";

/** One line of what happened. */
export type Moment = {
  /** ISO 8601. */
  readonly at: string;
  /** Since the first line. */
  readonly seconds: number;
  /** `done` is what was done to the service; the others are what it says of itself. */
  readonly source: "done" | "event" | "deployment";
  readonly text: string;
};

type Fact = Omit<Moment, "at" | "seconds"> & { readonly time: number };

/** What was done, the service's events, and its service deployments, in the order of their times. */
export const timelineOf = async (
  client: Client,
  { root }: Harbour,
  story: Story,
): Promise<readonly Moment[]> => {
  const ask = async (operation: string, input: object): Promise<unknown> => {
    const outcome = await client.call(root, { service: "ecs", operation, input: { ...input } });
    if (!outcome.ok) throw new Error(`${operation}: ${outcome.code}: ${outcome.message}`);
    return outcome.output;
  };
  const service = await ask("DescribeServices", { cluster: CLUSTER, services: [SERVICE] });
  const listed = await ask("ListServiceDeployments", { cluster: CLUSTER, service: SERVICE });
  const serviceDeploymentArns = listAt(listed, "serviceDeployments").map((one) =>
    at(one, "serviceDeploymentArn"),
  );
  const described = await ask("DescribeServiceDeployments", { serviceDeploymentArns });
  const facts: readonly Fact[] = [
    ...story.deeds.map((deed) => ({ time: deed.at, source: "done", text: deed.text }) as const),
    ...listAt(described, "serviceDeployments").flatMap(deploymentFacts),
    // Newest first, as the API tells them; those of one moment keep their order when they are sorted.
    ...listAt(service, "services", 0, "events")
      .toReversed()
      .map((event) => ({
        time: timeAt(event, "createdAt"),
        source: "event" as const,
        text: String(at(event, "message")),
      })),
  ];
  const sorted = facts.toSorted((left, right) => left.time - right.time);
  const start = sorted[0]?.time ?? 0;
  return sorted.map(({ time, source, text }) => ({
    at: new Date(time).toISOString(),
    seconds: Math.round(time - start) / 1000,
    source,
    text,
  }));
};

const timeAt = (value: unknown, member: string): number => {
  const found = at(value, member);
  return (found instanceof Date ? found : new Date(String(found))).getTime();
};

const deploymentFacts = (one: unknown): readonly Fact[] => {
  const name = String(at(one, "serviceDeploymentArn")).split("/").at(-1);
  const fact = (member: string, owner: unknown, text: string): readonly Fact[] =>
    at(owner, member) === undefined
      ? []
      : [{ time: timeAt(owner, member), source: "deployment", text: `${name} ${text}` }];
  const failures = at(one, "deploymentCircuitBreaker", "failureCount");
  const reason = at(one, "statusReason");
  return [
    ...fact("startedAt", one, "IN_PROGRESS"),
    ...fact("startedAt", at(one, "rollback"), `ROLLBACK_IN_PROGRESS after ${failures} failures`),
    ...fact("finishedAt", one, `${at(one, "status")}${reason === undefined ? "" : `: ${reason}`}`),
  ];
};
