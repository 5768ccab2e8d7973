import type { Grant } from "./grant.ts";
import { oneOrMore, type PolicyStatement } from "./policy-document.ts";

/** A product of values: every action on every resource, with every combination of condition values. */
type Block = ReadonlyMap<string, readonly string[]>;

const ACTION = "Action";
const RESOURCE = "Resource";

/**
 * Writes grants as few statements that allow exactly them. Blocks that differ in one element alone are merged along
 * it, which adds no combination that was not there. The order of the grants does not matter.
 */
export const mergeGrants = (grants: Iterable<Grant>): readonly PolicyStatement[] => {
  const blocks = withoutCovered([...grants]).map(blockOf);
  const conditions = [...new Set(blocks.flatMap((block) => [...block.keys()]))]
    .filter((name) => name !== ACTION && name !== RESOURCE)
    .sort();
  // Which order is shorter depends on what was used; both allow the same.
  const [one, other] = [
    [ACTION, RESOURCE, ...conditions],
    [RESOURCE, ...conditions, ACTION],
  ].map((order) => statementsOf(mergeAll(blocks, order)));
  return JSON.stringify(one).length <= JSON.stringify(other).length ? (one ?? []) : (other ?? []);
};

const blockOf = ({ action, resource, conditions }: Grant): Block =>
  new Map([
    [ACTION, [action]],
    [RESOURCE, [resource]],
    ...Object.entries(conditions).map(([name, value]): [string, readonly string[]] => [name, [value]]),
  ]);

/** Leaves out grants that another one gives under fewer conditions. */
const withoutCovered = (grants: readonly Grant[]): readonly Grant[] => {
  const byTarget = Map.groupBy(grants, ({ action, resource }) => `${action} ${resource}`);
  return [...byTarget.values()].flatMap((same) =>
    same.filter((grant) => !same.some((other) => other !== grant && covers(other, grant))),
  );
};

const covers = (wide: Grant, narrow: Grant): boolean => {
  const names = Object.keys(wide.conditions);
  return (
    names.length < Object.keys(narrow.conditions).length &&
    names.every((name) => wide.conditions[name] === narrow.conditions[name])
  );
};

const mergeAll = (blocks: readonly Block[], order: readonly string[]): readonly Block[] => {
  let merged = blocks;
  for (;;) {
    const before = merged.length;
    for (const name of order) merged = mergeAlong(merged, name);
    if (merged.length === before) return merged;
  }
};

const mergeAlong = (blocks: readonly Block[], name: string): readonly Block[] => {
  const groups = Map.groupBy(blocks, (block) =>
    JSON.stringify([
      block.has(name),
      [...block].filter(([other]) => other !== name).sort(([one], [other]) => (one < other ? -1 : 1)),
    ]),
  );
  return [...groups.values()].map(([first = new Map(), ...rest]) => {
    if (!first.has(name)) return first;
    const values = new Set([first, ...rest].flatMap((block) => block.get(name) ?? []));
    return new Map([...first, [name, [...values].sort()]]);
  });
};

const statementsOf = (blocks: readonly Block[]): readonly PolicyStatement[] =>
  blocks
    .map(statementOf)
    .map((statement) => ({ statement, key: sortKey(statement) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ statement }) => statement);

const sortKey = ({ Action, Resource, Condition }: PolicyStatement): string =>
  JSON.stringify([[Action].flat(), [Resource].flat(), Condition]);

const statementOf = (block: Block): PolicyStatement => {
  const Condition: Record<string, Record<string, string | readonly string[]>> = {};
  for (const name of [...block.keys()].sort()) {
    if (name === ACTION || name === RESOURCE) continue;
    const [operator = "", key = ""] = name.split(" ");
    Condition[operator] = { ...Condition[operator], [key]: oneOrMore(block.get(name) ?? []) };
  }
  return {
    Effect: "Allow",
    Action: oneOrMore(block.get(ACTION) ?? []),
    Resource: oneOrMore(block.get(RESOURCE) ?? []),
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
};
