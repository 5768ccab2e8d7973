import type {
  PolicyJson,
  ReferenceLayers,
  ReferencePolicy,
  StatementJson,
} from "../../src/authorization/testing/reference-evaluator.ts";
import type { AuthorizationRequest, ContextValue, RequestContext } from "../../src/authorization/types.ts";
import {
  CONDITION_DIFFERENCES,
  type ConditionCase,
  ELEMENT_DIFFERENCES,
  type ElementCase,
} from "./known-differences.ts";

type Texts = string | readonly string[];
const list = (texts: Texts): readonly string[] => (typeof texts === "string" ? [texts] : texts);

const lookUp = (context: RequestContext, key: string): ContextValue | undefined =>
  Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];

/** Whether a variable in `wanted` has no value in the request, or an empty one. */
const lacksValue = (wanted: string, context: RequestContext): boolean =>
  [...wanted.matchAll(/\$\{([^*?$},][^},]*)(?:,\s*'([^']*)')?\}/g)].some(([, key = "", fallback]) => {
    const value = lookUp(context, key.trim());
    return value === "" || (typeof value !== "string" && (fallback === undefined || value !== undefined));
  });

/** One condition or element of a statement: a policy of nothing else, and the differences that are known for it. */
export type Part = { readonly document: PolicyJson; readonly known: readonly string[] };

const knownOf = <Case>(
  differences: Readonly<Record<string, (one: Case) => boolean>>,
  one: Case,
): readonly string[] => Object.keys(differences).filter((name) => differences[name]?.(one));

const conditionKnown = (
  operator: string,
  key: string,
  wanted: string,
  version: string | undefined,
  context: RequestContext,
): readonly string[] => {
  const one: ConditionCase = {
    operator,
    wanted,
    seen: lookUp(context, key),
    version,
    withoutValue: version === "2012-10-17" && lacksValue(wanted, context),
  };
  return knownOf(CONDITION_DIFFERENCES, one);
};

const ELEMENTS = ["Action", "NotAction", "Resource", "NotResource"] as const;

const elementKnown = (
  element: ElementCase["element"],
  wanted: string,
  version: string | undefined,
  { action, resource, context }: AuthorizationRequest,
): readonly string[] =>
  knownOf(ELEMENT_DIFFERENCES, {
    element,
    wanted,
    version,
    seen: element.endsWith("Action") ? action : resource,
    withoutValue: version === "2012-10-17" && lacksValue(wanted, context),
  });

const EVERYTHING: StatementJson = { Effect: "Allow", Action: "*", Resource: "*" };

/** Takes policies apart: one policy for each value of each element and each condition. */
export const partsOf = (policy: ReferencePolicy, request: AuthorizationRequest): readonly Part[] => {
  const { Version, Statement } = policy.document;
  const alone = (statement: StatementJson): PolicyJson => ({
    ...(Version !== undefined && { Version }),
    Statement: statement,
  });
  return [Statement].flat().flatMap((statement) => [
    ...ELEMENTS.flatMap((element) =>
      list(statement[element] ?? []).map((wanted): Part => {
        const { Action, Resource, ...rest } = EVERYTHING;
        const others = element.endsWith("Action") ? { ...rest, Resource } : { ...rest, Action };
        return {
          document: alone({ ...(others as StatementJson), [element]: wanted }),
          known: elementKnown(element, wanted, Version, request),
        };
      }),
    ),
    ...Object.entries(statement.Condition ?? {}).flatMap(([operator, block]) =>
      Object.entries(block).flatMap(([key, values]) =>
        list(values).map((wanted): Part => {
          const Condition = { [operator]: { [key]: wanted } };
          return {
            document: alone({ ...EVERYTHING, Condition }),
            known: conditionKnown(operator, key, wanted, Version, request.context),
          };
        }),
      ),
    ),
  ]);
};

/** The policies without the values that the two are known to differ about; what is left empty is left out. */
export const agreed = (layers: ReferenceLayers, request: AuthorizationRequest): ReferenceLayers => {
  const keep = (policies: readonly ReferencePolicy[]): readonly ReferencePolicy[] =>
    policies.map(({ kind, document }) => ({
      kind,
      document: {
        ...document,
        Statement: [document.Statement]
          .flat()
          .map((statement) => strip(statement, document.Version, request)),
      },
    }));
  return {
    identity: keep(layers.identity),
    ...(layers.boundary && { boundary: keep(layers.boundary) }),
    ...(layers.session && { session: keep(layers.session) }),
    ...(layers.resource && { resource: keep(layers.resource) }),
    ...(layers.scps && { scps: layers.scps.map(keep) }),
    ...(layers.rcps && { rcps: layers.rcps.map(keep) }),
  };
};

const strip = (
  statement: StatementJson,
  version: string | undefined,
  request: AuthorizationRequest,
): StatementJson => {
  const result: Record<string, unknown> = { ...statement };
  for (const element of ELEMENTS) {
    const values = statement[element];
    if (values === undefined) continue;
    const kept = list(values).filter((one) => elementKnown(element, one, version, request).length === 0);
    result[element] = kept.length === 0 ? "*" : kept;
  }
  const blocks: Record<string, Record<string, Texts>> = {};
  for (const [operator, block] of Object.entries(statement.Condition ?? {}))
    for (const [key, values] of Object.entries(block)) {
      const kept = list(values).filter(
        (one) => conditionKnown(operator, key, one, version, request.context).length === 0,
      );
      if (kept.length > 0) blocks[operator] = { ...blocks[operator], [key]: kept };
    }
  delete result["Condition"];
  if (Object.keys(blocks).length > 0) result["Condition"] = blocks;
  return result as unknown as StatementJson;
};
