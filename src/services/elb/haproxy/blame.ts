import type { Configuration } from "./configuration/render.ts";
import type { Complaint } from "./process/complaint.ts";

type Complaints = readonly Complaint[];

/** What to tell of it where nobody in particular is to blame. */
export const explain = (complaints: Complaints): string =>
  `HAProxy refused its configuration: ${complaints[0]?.text ?? "it did not say why"}`;

/** Notes whose lines or ports HAProxy does not take, by listener or pool, and why; answers whether anybody's. */
export const blame = (
  complaints: Complaints,
  configuration: Configuration,
  refusals: Map<string, string>,
): boolean => {
  const before = refusals.size;
  for (const complaint of complaints) {
    const reason = `HAProxy refused this: ${complaint.text}`;
    if (complaint.kind === "line") {
      const owner = configuration.lines[complaint.line - 1]?.owner;
      if (owner !== undefined) refusals.set(owner, reason);
    } else if (complaint.kind === "section") {
      const of = configuration.sections.get(complaint.section) ?? [];
      for (const id of of) refusals.set(id, reason);
    } else if (complaint.kind === "port") {
      for (const bind of configuration.binds.filter(({ port }) => port === complaint.port))
        for (const { id } of bind.listeners) refusals.set(id, reason);
    }
  }
  return refusals.size > before;
};
