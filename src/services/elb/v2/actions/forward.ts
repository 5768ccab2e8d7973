import type {
  Action,
  TargetGroupStickinessConfig,
  TargetGroupTuple,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { checkedArn } from "../arns.ts";
import {
  incompatibleProtocols,
  invalidAction,
  targetGroupNotFound,
  targetGroupTaken,
  tooMany,
  validationError,
} from "../errors.ts";
import { type TargetGroupRow, targetGroupTable } from "../target-groups/table.ts";
import { loadBalancersOf, targetGroupsOf } from "../target-groups/use.ts";
import type { ActionPlace } from "./checked-actions.ts";
import { isCompatible } from "./compatible-protocols.ts";

const MOST_TARGET_GROUPS = 5;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_OF_A_LOAD_BALANCER = 100;
const HEAVIEST = 999;
/** Seconds: seven days. */
const LONGEST_STICKINESS = 604_800;

const tuplesOf = ({ TargetGroupArn, ForwardConfig }: Action): readonly TargetGroupTuple[] => {
  const tuples = ForwardConfig?.TargetGroups ?? [];
  if (tuples.length === 0) {
    if (TargetGroupArn === undefined || TargetGroupArn === "")
      throw validationError("A target group ARN must be specified");
    return [{ TargetGroupArn }];
  }
  if (TargetGroupArn !== undefined && (tuples.length > 1 || tuples[0]?.TargetGroupArn !== TargetGroupArn))
    throw invalidAction(
      "If you specify both a target group ARN and a forward configuration, the forward configuration can name that target group only",
    );
  return tuples;
};

const checkedTuple = ({ TargetGroupArn, Weight }: TargetGroupTuple): Required<TargetGroupTuple> => {
  if (TargetGroupArn === undefined || TargetGroupArn === "")
    throw validationError("A target group ARN must be specified");
  if (Weight !== undefined && (Weight < 0 || Weight > HEAVIEST))
    throw invalidAction(`Target group weight '${Weight}' must be between 0 and ${HEAVIEST}`);
  return { TargetGroupArn, Weight: Weight ?? 1 };
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupStickinessConfig.html */
const checkedStickiness = (config: TargetGroupStickinessConfig | undefined): TargetGroupStickinessConfig => {
  if (config?.Enabled !== true) return { Enabled: false };
  const { DurationSeconds } = config;
  if (DurationSeconds === undefined || DurationSeconds < 1 || DurationSeconds > LONGEST_STICKINESS)
    throw invalidAction(
      `Target group stickiness duration must be between 1 and ${LONGEST_STICKINESS} seconds when it is enabled`,
    );
  return { Enabled: true, DurationSeconds };
};

const findGroup = (place: ActionPlace, arn: string): TargetGroupRow => {
  const group = place.state.table(targetGroupTable).get(checkedArn(place.scope, "target group", arn));
  if (group === undefined) throw targetGroupNotFound(arn);
  return group;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html */
const checkGroup = (place: ActionPlace, group: TargetGroupRow): void => {
  const { loadBalancer, protocol, state } = place;
  if (!isCompatible(protocol, group))
    throw incompatibleProtocols(
      `The listener and the following target groups have incompatible protocols: '${group.arn}'`,
    );
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version
  if (protocol === "HTTP" && group.protocolVersion !== undefined && group.protocolVersion !== "HTTP1")
    throw invalidAction(
      `Listener protocol '${protocol}' is not supported with a target group with the protocol-version '${group.protocolVersion}'`,
    );
  if (loadBalancersOf(state, group.arn).some((arn) => arn !== loadBalancer.arn))
    throw targetGroupTaken([group.arn]);
};

/**
 * What a forward action keeps: with one target group its ARN as well, as AWS shows it. Weights and stickiness are
 * settled.
 *
 * @throws AwsError see `checkedActions`
 */
export const checkedForward = (
  place: ActionPlace,
  action: Action,
): Pick<Action, "TargetGroupArn" | "ForwardConfig"> => {
  const tuples = tuplesOf(action).map(checkedTuple);
  if (tuples.length > MOST_TARGET_GROUPS)
    throw invalidAction(`You can specify up to ${MOST_TARGET_GROUPS} target groups per action`);
  const arns = tuples.map(({ TargetGroupArn }) => TargetGroupArn ?? "");
  if (new Set(arns).size < arns.length)
    throw invalidAction("A target group can be specified only once in a forward action");
  for (const arn of arns) checkGroup(place, findGroup(place, arn));
  const all = new Set([...targetGroupsOf(place.state, place.loadBalancer.arn), ...arns]);
  if (all.size > MOST_OF_A_LOAD_BALANCER)
    throw tooMany(
      "TooManyUniqueTargetGroupsPerLoadBalancer",
      `target groups of load balancer '${place.loadBalancer.arn}'`,
      MOST_OF_A_LOAD_BALANCER,
    );
  const ForwardConfig = {
    TargetGroups: tuples,
    TargetGroupStickinessConfig: checkedStickiness(action.ForwardConfig?.TargetGroupStickinessConfig),
  };
  return arns.length === 1 ? { TargetGroupArn: arns[0], ForwardConfig } : { ForwardConfig };
};
