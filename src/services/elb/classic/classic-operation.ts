import {
  type Need,
  type NeedsContext,
  type Operation,
  operation,
  type RunContext,
} from "../../../operation/index.ts";
import type { Given } from "../../iam/index.ts";
import { checkConstraints } from "./constraints.ts";

/** States what an operation needs; `action` is its own, for example `elasticloadbalancing:AddTags`. */
export type ClassicNeeds<Input> = (context: NeedsContext<Input>, action: string) => Need | readonly Need[];

/**
 * Declares an operation of Classic Load Balancers. Members are checked against their constraints after
 * authorization, so that nobody without permission learns more than the denial.
 */
export const classicOperation = <Request extends object, Response = object>(
  name: string,
  parts: {
    readonly needs: ClassicNeeds<Given<Request>>;
    readonly run: (context: RunContext<Given<Request>>) => Given<Response>;
  },
): Operation<Given<Request>, Given<Response>> => {
  const action = `elasticloadbalancing:${name}`;
  return operation(name, {
    needs: (context) => parts.needs(context, action),
    run: (context) => {
      checkConstraints(name, context.input);
      return parts.run(context);
    },
  });
};

/**
 * The need of an action without resource-level permissions: all that describe.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_elasticloadbalancing.html
 */
export const onEverything = (_context: unknown, action: string): Need => ({ action, resource: "*" });
