import type { Need } from "../../../../operation/index.ts";

/**
 * The condition keys of making and changing listeners.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
export const listenerKeys = (
  protocol: string | undefined,
  sslPolicy: string | undefined,
): NonNullable<Need["context"]> => ({
  "elasticloadbalancing:ListenerProtocol": protocol === undefined ? undefined : [protocol],
  "elasticloadbalancing:SecurityPolicy": sslPolicy === undefined ? undefined : [sslPolicy],
});
