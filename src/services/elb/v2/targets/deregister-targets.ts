import type {
  DeregisterTargetsInput,
  DeregisterTargetsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { findTargetGroup } from "../target-groups/find-target-group.ts";
import { findTarget } from "./find-targets.ts";
import { DEREGISTRATION } from "./health.ts";
import { targetKey, targetTable } from "./table.ts";

/**
 * What is not registered is as good as deregistered; a target that no traffic goes to is gone at once.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeregisterTargets.html
 */
export const deregisterTargets = elbOperation<DeregisterTargetsInput, DeregisterTargetsOutput>(
  "DeregisterTargets",
  {
    needs: (context, action) => needOn(context, action, "target group", context.input.TargetGroupArn),
    run: ({ input, scope, state, world }) => {
      const group = findTargetGroup(state, scope, input.TargetGroupArn);
      const table = state.table(targetTable);
      for (const description of input.Targets) {
        const target = findTarget(state, group, description);
        if (target === undefined || target.health.state === "draining") continue;
        if (target.health.state === "unused") table.delete(targetKey(target));
        else table.put({ ...target, health: DEREGISTRATION, deregisteredAt: world.now() });
      }
      return {};
    },
  },
);
