import type { CompleteStatement } from "../language/required-elements.ts";
import type { Located } from "../language/statement.ts";
import type { Position } from "../types.ts";

/** An element or condition as the document has it. */
export type ElementQuote<Name extends string> = {
  readonly element: Name;
  readonly wanted: readonly string[];
  /** Some of `wanted` has policy variables. */
  readonly templated: boolean;
  readonly position: Position;
};

/** What an explanation quotes of a statement. */
export type StatementQuote = {
  readonly action: ElementQuote<"Action" | "NotAction">;
  readonly resource?: ElementQuote<"Resource" | "NotResource">;
  readonly principal?: ElementQuote<"Principal" | "NotPrincipal">;
  /** In the order of the statement's conditions. */
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly wanted: readonly string[];
    readonly templated: boolean;
    readonly position: Position;
  }[];
};

/** Quotes the elements of a statement with their places in the document. */
export const quoteStatement = (
  { action, resource, principal, conditions }: CompleteStatement,
  variables: boolean,
  positionOf: (offset: number) => Position,
): StatementQuote => ({
  action: {
    // INVARIANT: the reader puts only Action and NotAction into `action`, only Resource and NotResource into `resource`
    element: action.name as "Action" | "NotAction",
    wanted: action.values.map(({ value }) => value),
    templated: false,
    position: positionOf(action.start),
  },
  ...(resource && {
    resource: {
      element: resource.name as "Resource" | "NotResource",
      wanted: resource.values.map(({ value }) => value),
      templated: variables && holdVariable(resource.values),
      position: positionOf(resource.start),
    },
  }),
  ...(principal && {
    principal: {
      element: principal.name,
      wanted: principal.principals.map(({ kind, value }) => (value === "*" ? "*" : `${kind}: ${value}`)),
      templated: false,
      position: positionOf(principal.start),
    },
  }),
  conditions: conditions.map(({ written, key, values }) => ({
    operator: written,
    key: key.value,
    wanted: values.map(({ value }) => value),
    templated: variables && holdVariable(values),
    position: positionOf(key.start),
  })),
});

const holdVariable = (values: readonly Located[]): boolean =>
  values.some(({ value }) => value.includes("${"));
