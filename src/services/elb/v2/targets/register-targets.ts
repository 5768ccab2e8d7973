import type { RegisterTargetsInput, RegisterTargetsOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { tooMany, validationError } from "../errors.ts";
import { needOn } from "../needs.ts";
import { findTargetGroup } from "../target-groups/find-target-group.ts";
import { isInUse } from "../target-groups/use.ts";
import { findTarget, portOf } from "./find-targets.ts";
import { registrationHealth } from "./health.ts";
import { targetTable } from "./table.ts";
import { checkTargets, zoneOf } from "./target-place.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_TARGETS = 1000;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html */
export const registerTargets = elbOperation<RegisterTargetsInput, RegisterTargetsOutput>("RegisterTargets", {
  needs: (context, action) => needOn(context, action, "target group", context.input.TargetGroupArn),
  run: ({ input, scope, state, world }) => {
    const group = findTargetGroup(state, scope, input.TargetGroupArn);
    if (input.Targets.length === 0) throw validationError("At least one target must be specified");
    checkTargets(state, scope, group, input.Targets);
    const health = registrationHealth(isInUse(state, group.arn));
    const table = state.table(targetTable);
    for (const description of input.Targets) {
      const present = findTarget(state, group, description);
      // A target that is there stays as it is; one that is on its way out comes back.
      if (present !== undefined && present.health.state !== "draining") continue;
      const { Id: id = "" } = description;
      const availabilityZone = zoneOf(state, scope, group, id);
      table.put({
        targetGroupArn: group.arn,
        id,
        port: portOf(group, description),
        ...(availabilityZone === undefined ? {} : { availabilityZone }),
        registeredAt: world.now(),
        health,
      });
    }
    if (table.countBy("group", group.arn) > MOST_TARGETS)
      throw tooMany("TooManyTargets", `targets of target group '${group.arn}'`, MOST_TARGETS);
    return {};
  },
});
