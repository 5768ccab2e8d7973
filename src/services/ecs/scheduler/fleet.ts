import type { ContainerInstanceRow } from "../container-instances/table.ts";
import { type Candidate, readCandidate } from "./candidate.ts";
import { Journal } from "./journal.ts";

type Member = { readonly sequence: number; row: ContainerInstanceRow; candidate: Candidate | undefined };

/** The ACTIVE container instances of one cluster, and a journal of what changes about them. */
export class Fleet {
  readonly journal = new Journal();
  readonly #members = new Map<string, Member>();

  get size(): number {
    return this.#members.size;
  }

  /** @param sequence the row's place among all container instances */
  put(row: ContainerInstanceRow, sequence: number): void {
    const member = this.#members.get(row.arn);
    if (member?.sequence === sequence) member.row = row;
    else this.#members.set(row.arn, { sequence, row, candidate: undefined });
    this.journal.add(row.arn);
  }

  delete(arn: string): void {
    if (this.#members.delete(arn)) this.journal.add(arn);
  }

  arns(): Iterable<string> {
    return this.#members.keys();
  }

  /** The instance as placement looks at it, and its place; undefined for one that is not ACTIVE here. */
  candidate(arn: string): { readonly sequence: number; readonly candidate: Candidate } | undefined {
    const member = this.#members.get(arn);
    if (member === undefined) return undefined;
    const { sequence, row, candidate: known } = member;
    // Why here and not when it changes: between two plans an instance may change many times.
    const candidate = known?.instance === row ? known : readCandidate(row, known);
    member.candidate = candidate;
    return { sequence, candidate };
  }
}
