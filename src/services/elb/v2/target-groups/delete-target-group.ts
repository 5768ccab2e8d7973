import type {
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { resourceInUse } from "../errors.ts";
import { needOn } from "../needs.ts";
import { targetKey, targetTable } from "../targets/table.ts";
import { targetGroupTable } from "./table.ts";
import { isInUse } from "./use.ts";

/**
 * A target group that is not there is as good as deleted.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html
 */
export const deleteTargetGroup = elbOperation<DeleteTargetGroupInput, DeleteTargetGroupOutput>(
  "DeleteTargetGroup",
  {
    needs: (context, action) => needOn(context, action, "target group", context.input.TargetGroupArn),
    run: ({ input, state }) => {
      const { TargetGroupArn: arn } = input;
      if (isInUse(state, arn))
        throw resourceInUse(`Target group '${arn}' is currently in use by a listener or a rule`);
      const targets = state.table(targetTable);
      for (const target of [...targets.by("group", arn)]) targets.delete(targetKey(target));
      state.table(targetGroupTable).delete(arn);
      return {};
    },
  },
);
