import {
  type Need,
  type NeedsContext,
  type Operation,
  operation,
  type RunContext,
} from "../../../operation/index.ts";
import { checkConstraints } from "./constraints/check.ts";

/** A request as an operation gets it: the wire has checked that required members are there. */
export type Asked<Shape> = {
  readonly [Name in keyof Shape]: Pick<Shape, Name> extends Required<Pick<Shape, Name>>
    ? NonNullable<Shape[Name]>
    : Shape[Name];
};

/** States what an operation needs; `action` is its own, for example `elasticloadbalancing:CreateRule`. */
export type ElbNeeds<Input> = (context: NeedsContext<Input>, action: string) => Need | readonly Need[];

/**
 * Declares an operation of Elastic Load Balancing 2015-12-01. Members are checked against their constraints after
 * authorization, so that nobody without permission learns more than the denial.
 */
export const elbOperation = <Request, Response>(
  name: string,
  parts: {
    readonly needs: ElbNeeds<Asked<Request>>;
    readonly run: (context: RunContext<Asked<Request>>) => Response;
  },
): Operation<Asked<Request>, Response> =>
  operation(name, {
    needs: (context) => parts.needs(context, `elasticloadbalancing:${name}`),
    run: (context) => {
      checkConstraints(context.input);
      return parts.run(context);
    },
  });
