import type {
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { findTargetGroup } from "./find-target-group.ts";
import { settledHealthCheck } from "./health-check.ts";
import { targetGroupTable } from "./table.ts";
import { targetGroupView } from "./target-group-view.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroup.html */
export const modifyTargetGroup = elbOperation<ModifyTargetGroupInput, ModifyTargetGroupOutput>(
  "ModifyTargetGroup",
  {
    needs: (context, action) => needOn(context, action, "target group", context.input.TargetGroupArn),
    run: ({ input, scope, state }) => {
      const group = findTargetGroup(state, scope, input.TargetGroupArn);
      const row = { ...group, healthCheck: settledHealthCheck(group, input, group.healthCheck) };
      state.table(targetGroupTable).put(row);
      return { TargetGroups: [targetGroupView(state, row)] };
    },
  },
);
