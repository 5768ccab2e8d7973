import fc from "fast-check";
import type { AuthorizationRequest, PolicyKind } from "../types.ts";
import type { PolicyJson, ReferenceLayers, ReferencePolicy, StatementJson } from "./reference-evaluator.ts";
import { COMPARISONS } from "./reference-values.ts";
import {
  ACCOUNT,
  ACTION_PATTERNS,
  ACTIONS,
  AWS_PRINCIPALS,
  familyOf,
  KEYS,
  OTHER,
  PRINCIPALS,
  PROVIDER,
  RESOURCE_PATTERNS,
  RESOURCES,
  SEEN,
  SERVICES,
  VALUES,
} from "./vocabulary.ts";

const some = <Value>(values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const texts = (values: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(some(values), fc.array(some(values), { minLength: 1, maxLength: 3 }));
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 2): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });

const letterCase = (key: string): fc.Arbitrary<string> =>
  fc.constantFrom(key, key, key, key.toLowerCase(), key.toUpperCase());

const condition = fc
  .record({
    set: fc.constantFrom("", "", "", "ForAllValues:", "ForAnyValue:"),
    operator: some([...Object.keys(COMPARISONS), "Null"]),
    ifExists: fc.constantFrom("", "", "IfExists"),
    anyKey: fc.integer({ min: 0, max: 9 }),
  })
  .chain(({ set, operator, ifExists, anyKey }) => {
    const family = familyOf(operator);
    const keys = anyKey === 0 ? Object.values(KEYS).flat() : (KEYS[family] ?? []);
    return fc.record({
      operator: fc.constant(set + operator + (operator === "Null" ? "" : ifExists)),
      key: some(keys).chain(letterCase),
      values: texts(VALUES[family] ?? []),
    });
  });

const conditions = fc.array(condition, { minLength: 1, maxLength: 2 }).map((all) => {
  const blocks: Record<string, Record<string, string | string[]>> = {};
  for (const { operator, key, values } of all) blocks[operator] = { ...blocks[operator], [key]: values };
  return blocks;
});

const principalElement = fc.oneof(
  fc.constant("*" as const),
  fc.record({ AWS: texts(AWS_PRINCIPALS) }),
  fc.record({ AWS: fc.array(some(AWS_PRINCIPALS), { minLength: 2, maxLength: 5 }) }),
  fc.record({ Service: texts(SERVICES) }),
  fc.record({ AWS: texts(AWS_PRINCIPALS), Federated: fc.constant(PROVIDER) }),
);

const statement = (kind: PolicyKind): fc.Arbitrary<StatementJson> =>
  fc
    .record({
      deny: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
      action: texts(ACTION_PATTERNS),
      notAction: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      resource: texts(["*", "*", "*", "*", "*", "*", "*", "*", ...RESOURCE_PATTERNS]),
      notResource: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
      principal: principalElement,
      notPrincipal: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
      condition: sometimes(conditions, 2),
    })
    .map(({ deny, action, notAction, resource, notResource, principal, notPrincipal, condition: block }) => {
      const withPrincipal = kind === "resource" || kind === "trust";
      const negate = notPrincipal && !(kind === "trust" && !deny);
      return {
        Effect: deny ? "Deny" : "Allow",
        [notAction ? "NotAction" : "Action"]: action,
        ...(kind !== "trust" && { [notResource ? "NotResource" : "Resource"]: resource }),
        ...(withPrincipal && { [negate ? "NotPrincipal" : "Principal"]: principal }),
        ...(kind === "rcp" && { Principal: "*" as const }),
        ...(block && { Condition: block }),
      };
    });

const policy = (kind: PolicyKind): fc.Arbitrary<ReferencePolicy> =>
  fc
    .record({
      version: fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", undefined),
      statements: fc.oneof(statement(kind), fc.array(statement(kind), { minLength: 1, maxLength: 3 })),
    })
    .map(({ version, statements }) => {
      const document: PolicyJson = { ...(version && { Version: version }), Statement: statements };
      return { kind, document };
    });

const policies = (kind: PolicyKind): fc.Arbitrary<readonly ReferencePolicy[]> =>
  fc.array(policy(kind), { minLength: 0, maxLength: 3 });
/** A level of the organization mostly lets everything pass, as FullAWSAccess does. */
const controls = (kind: "scp" | "rcp"): fc.Arbitrary<readonly ReferencePolicy[]> =>
  fc.record({ full: fc.integer({ min: 0, max: 4 }), more: policies(kind) }).map(({ full, more }) => {
    const Statement: StatementJson = {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      ...(kind === "rcp" && { Principal: "*" as const }),
    };
    return full === 0 ? more : [{ kind, document: { Version: "2012-10-17", Statement } }, ...more];
  });

/** Layers in every combination. */
export const anyLayers: fc.Arbitrary<ReferenceLayers> = fc
  .record({
    identity: policies("inline"),
    boundary: sometimes(policies("boundary")),
    session: sometimes(policies("session")),
    resource: sometimes(fc.oneof(policies("resource"), policies("trust"))),
    scps: sometimes(fc.array(controls("scp"), { maxLength: 2 })),
    rcps: sometimes(fc.array(controls("rcp"), { maxLength: 2 })),
  })
  .map(
    (layers) =>
      Object.fromEntries(Object.entries(layers).filter(([, value]) => value !== undefined)) as never,
  );

const context = fc
  .record(
    Object.fromEntries(
      Object.entries(SEEN).map(([key, values]) => [
        key,
        fc.option(some(values), { nil: undefined, freq: 3 }),
      ]),
    ),
  )
  .chain((values) =>
    fc.tuple(
      ...Object.entries(values)
        .filter((entry): entry is [string, string | readonly string[]] => entry[1] !== undefined)
        .map(([key, value]) => letterCase(key).map((written) => [written, value] as const)),
    ),
  )
  .map((entries) => Object.fromEntries(entries) as Record<string, string | readonly string[]>);

/** Requests of every kind of principal, within an account and across accounts. */
export const anyRequest: fc.Arbitrary<AuthorizationRequest> = fc
  .record({
    principal: some(PRINCIPALS),
    action: some(ACTIONS),
    resource: some(RESOURCES),
    resourceAccount: fc.constantFrom(undefined, ACCOUNT, ACCOUNT, OTHER),
    context,
  })
  .map(({ resourceAccount, ...request }) => ({ ...request, ...(resourceAccount && { resourceAccount }) }));
