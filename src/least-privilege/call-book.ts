import type { DecisionRecord } from "../operation/index.ts";
import { callKey, type RecordedCall } from "./call.ts";
import type { ResourceScope } from "./generalize-resource.ts";
import { type Grant, grantOf } from "./grant.ts";

/** Calls that are the same to every generated policy, counted together. Moments are milliseconds since the epoch. */
export type BookedCall = RecordedCall & {
  readonly grant: Grant | undefined;
  readonly count: number;
  readonly first: number;
  readonly last: number;
};

type Entry = { readonly call: RecordedCall; count: number; first: number; last: number };

/** Distinct calls of one principal, however often they were made: what a policy has to allow. */
export class CallBook {
  readonly #entries = new Map<string, Entry>();

  /** Takes note of a call; answers its key. */
  add(record: DecisionRecord): string {
    const key = callKey(record);
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      entry.count += 1;
      entry.first = Math.min(entry.first, record.at);
      entry.last = Math.max(entry.last, record.at);
      return key;
    }
    const { action, resource, context, principal, accountId } = record;
    const call = { action, resource, context, principal, accountId };
    this.#entries.set(key, { call, count: 1, first: record.at, last: record.at });
    return key;
  }

  /** When a call of this key was last noted; undefined when it never was. */
  lastOf(key: string): number | undefined {
    return this.#entries.get(key)?.last;
  }

  /** The calls, in an order that does not depend on when they came. */
  calls(scope: ResourceScope): readonly BookedCall[] {
    return [...this.#entries]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { call, count, first, last }]) => ({
        ...call,
        grant: grantOf(call, scope),
        count,
        first,
        last,
      }));
  }
}
