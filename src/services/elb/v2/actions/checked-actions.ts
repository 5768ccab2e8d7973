import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { invalidAction, notCarried, tooMany, validationError } from "../errors.ts";
import type { LoadBalancerRow } from "../load-balancers/table.ts";
import { checkedFixedResponse } from "./fixed-response.ts";
import { checkedForward } from "./forward.ts";
import { checkedRedirect } from "./redirect.ts";

/** Where actions are to be taken. */
export type ActionPlace = {
  readonly state: Reader;
  readonly scope: Scope;
  readonly loadBalancer: LoadBalancerRow;
  /** The listener's protocol. */
  readonly protocol: string;
};

/** What HAProxy cannot do, and what it is called. Nothing of such an action is kept: it may carry a secret. */
const NOT_CARRIED: Readonly<Record<string, string>> = {
  "authenticate-oidc": "actions of type 'authenticate-oidc'",
  "authenticate-cognito": "actions of type 'authenticate-cognito'",
  "jwt-validation": "actions of type 'jwt-validation'",
};

/**
 * The actions of a listener or a rule, as they are kept and shown.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
 *
 * @throws AwsError ValidationError, InvalidLoadBalancerAction, TargetGroupNotFound, TargetGroupAssociationLimit,
 * IncompatibleProtocols, InvalidConfigurationRequest
 */
export const checkedActions = (place: ActionPlace, actions: readonly Action[]): Action[] => {
  const [action, ...more] = actions;
  if (action === undefined) throw validationError("At least one action must be specified");
  const missing = actions.map(({ Type }) => NOT_CARRIED[Type ?? ""]).find((what) => what !== undefined);
  if (missing !== undefined) throw notCarried(missing);
  if (more.length > 0)
    throw actions.length > MOST_ACTIONS
      ? tooMany("TooManyActions", "actions", MOST_ACTIONS)
      : invalidAction("You must specify exactly one of the action types: forward, redirect, fixed-response");
  return [checkedAction(place, action)];
};

const MOST_ACTIONS = 5;

const checkedAction = (place: ActionPlace, action: Action): Action => {
  const { Type, Order } = action;
  if (place.loadBalancer.type === "network" && Type !== "forward")
    throw invalidAction(`The action type '${Type}' is not valid with network load balancer`);
  const order = Order === undefined ? {} : { Order };
  switch (Type) {
    case "forward":
      return { Type, ...order, ...checkedForward(place, action) };
    case "redirect":
      return { Type, ...order, RedirectConfig: checkedRedirect(place, action) };
    case "fixed-response":
      return { Type, ...order, FixedResponseConfig: checkedFixedResponse(action) };
    default:
      throw validationError(`Action type '${Type}' must be one of 'redirect,fixed-response,forward'`);
  }
};
