import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { PlannedAction } from "../traffic-plan.ts";

const failed = (body: string): PlannedAction => ({
  kind: "answer",
  status: 500,
  contentType: "text/plain",
  body,
});

const forward = (action: Action): PlannedAction => {
  const { TargetGroupArn, ForwardConfig } = action;
  const groups =
    ForwardConfig?.TargetGroups ?? (TargetGroupArn === undefined ? [] : [{ TargetGroupArn, Weight: 1 }]);
  const sticky = ForwardConfig?.TargetGroupStickinessConfig;
  return {
    kind: "forward",
    pools: groups.flatMap(({ TargetGroupArn: id, Weight: weight = 1 }) =>
      id === undefined ? [] : [{ id, weight }],
    ),
    ...(sticky?.Enabled === true && groups.length > 1
      ? { stickySeconds: sticky.DurationSeconds ?? 3600 }
      : {}),
  };
};

/**
 * What the actions of a rule come to: the last one says where a request goes. One before it that would ask the
 * client who it is can't be carried out here, and is never passed over: then nobody gets in.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
 */
export const plannedAction = (actions: readonly Action[]): PlannedAction => {
  const ordered = actions.toSorted((one, other) => (one.Order ?? 0) - (other.Order ?? 0));
  const guard = ordered.find(({ Type }) => !["forward", "redirect", "fixed-response"].includes(Type ?? ""));
  if (guard !== undefined) return failed(`Portreeve does not carry out actions of type ${guard.Type}.\n`);
  const last = ordered.at(-1);
  switch (last?.Type) {
    case "forward":
      return forward(last);
    case "redirect": {
      const { RedirectConfig: redirect } = last;
      return {
        kind: "redirect",
        status: redirect?.StatusCode === "HTTP_302" ? 302 : 301,
        protocol: redirect?.Protocol ?? "#{protocol}",
        host: redirect?.Host ?? "#{host}",
        port: redirect?.Port ?? "#{port}",
        path: redirect?.Path ?? "/#{path}",
        query: redirect?.Query ?? "#{query}",
      };
    }
    case "fixed-response": {
      const { FixedResponseConfig: answer } = last;
      return {
        kind: "answer",
        status: Number(answer?.StatusCode ?? 200),
        contentType: answer?.ContentType ?? "text/plain",
        body: answer?.MessageBody ?? "",
      };
    }
    default:
      return failed("This listener has no action.\n");
  }
};
