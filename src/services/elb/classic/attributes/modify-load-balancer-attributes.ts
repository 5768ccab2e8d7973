import type {
  LoadBalancerAttributes,
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import { classicOperation } from "../classic-operation.ts";
import { attributeNotFound, invalidConfiguration } from "../errors.ts";
import { onLoadBalancer, requireLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { type ClassicLoadBalancerRow, classicLoadBalancerTable } from "../table.ts";
import { attributesView, DESYNC_MITIGATION_MODE } from "./attributes-view.ts";

type Attributes = ClassicLoadBalancerRow["attributes"];
type Wanted = Given<LoadBalancerAttributes>;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html */
const LONGEST_DRAINING = 3600;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-desync-mitigation-mode.html */
const MODES = ["monitor", "defensive", "strictest"];

const drainingOf = (wanted: Wanted["ConnectionDraining"], now: Attributes["connectionDraining"]) => {
  if (wanted === undefined) return now;
  const timeout = wanted.Timeout ?? now.timeout;
  if (timeout < 1 || timeout > LONGEST_DRAINING)
    throw invalidConfiguration(
      `ConnectionDraining timeout must be between 1 and ${LONGEST_DRAINING} seconds`,
    );
  return { enabled: wanted.Enabled, timeout };
};

/** There is no S3 to write a log to, and AWS refuses a bucket that it may not write to. */
const checkAccessLog = (wanted: Wanted["AccessLog"]): void => {
  if (wanted?.Enabled)
    throw invalidConfiguration(
      `Access Denied for bucket: ${wanted.S3BucketName ?? ""}. Please check S3bucket permission`,
    );
};

const modeOf = (wanted: Wanted["AdditionalAttributes"], now: string): string => {
  let mode = now;
  for (const { Key = "", Value = "" } of wanted ?? []) {
    if (Key !== DESYNC_MITIGATION_MODE) throw attributeNotFound(Key);
    if (!MODES.includes(Value))
      throw invalidConfiguration(`The value '${Value}' is not valid for the attribute ${Key}`);
    mode = Value;
  }
  return mode;
};

/** Only what the request names is answered. */
const namedIn = (wanted: Wanted, all: Wanted): Wanted =>
  Object.fromEntries(Object.entries(all).filter(([name]) => wanted[name as keyof Wanted] !== undefined));

/**
 * Changes the attributes that the request names. Access logs go to S3, which is not here: they are refused.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_ModifyLoadBalancerAttributes.html
 */
export const modifyLoadBalancerAttributes = classicOperation<
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput
>("ModifyLoadBalancerAttributes", {
  needs: onLoadBalancer,
  run: ({ input, scope, state }) => {
    const row = requireLoadBalancer(state, scope, input.LoadBalancerName);
    const wanted = input.LoadBalancerAttributes;
    const { attributes: now } = row;
    checkAccessLog(wanted.AccessLog);
    const changed: ClassicLoadBalancerRow = {
      ...row,
      attributes: {
        ...now,
        crossZone: wanted.CrossZoneLoadBalancing?.Enabled ?? now.crossZone,
        connectionDraining: drainingOf(wanted.ConnectionDraining, now.connectionDraining),
        idleTimeout: wanted.ConnectionSettings?.IdleTimeout ?? now.idleTimeout,
        desyncMitigationMode: modeOf(wanted.AdditionalAttributes, now.desyncMitigationMode),
      },
    };
    state.table(classicLoadBalancerTable).put(changed);
    return {
      LoadBalancerName: row.name,
      LoadBalancerAttributes: namedIn(wanted, attributesView(changed)),
    };
  },
});
