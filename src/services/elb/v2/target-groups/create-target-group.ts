import { isDeepStrictEqual } from "node:util";
import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbArn, newId } from "../arns.ts";
import { elbOperation } from "../elb-operation.ts";
import { targetGroupExists, tooMany } from "../errors.ts";
import { creationNeeds } from "../needs.ts";
import { withTags } from "../tags/tag-list.ts";
import { settledHealthCheck } from "./health-check.ts";
import { checkedSettings, checkTargetGroupName } from "./settings.ts";
import { type TargetGroupRow, targetGroupTable } from "./table.ts";
import { targetGroupView } from "./target-group-view.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_TARGET_GROUPS = 3000;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
export const createTargetGroup = elbOperation<CreateTargetGroupInput, CreateTargetGroupOutput>(
  "CreateTargetGroup",
  {
    needs: ({ input, scope }, action) =>
      creationNeeds(
        { action, resource: elbArn(scope, `targetgroup/${input.Name}/*`) },
        "CreateTargetGroup",
        input.Tags,
      ),
    run: ({ input, scope, state, world }) => {
      const { Name: name } = input;
      checkTargetGroupName(name);
      const settings = checkedSettings(scope, input);
      const { accountId, region } = scope;
      const wanted = {
        accountId,
        region,
        name,
        ...settings,
        healthCheck: settledHealthCheck(settings, input),
        tags: withTags({}, input.Tags),
      };
      const table = state.table(targetGroupTable);
      for (const present of table.by("name", `${accountId}/${region}/${name}`)) {
        if (!same(present, wanted)) throw targetGroupExists(name);
        return { TargetGroups: [targetGroupView(state, present)] };
      }
      if (table.countBy("scope", `${accountId}/${region}`) >= MOST_TARGET_GROUPS)
        throw tooMany("TooManyTargetGroups", "target groups", MOST_TARGET_GROUPS);
      const arn = elbArn(scope, `targetgroup/${name}/${newId(world)}`);
      const row = { ...wanted, arn, createdAt: world.now(), attributes: {} };
      table.put(row);
      return { TargetGroups: [targetGroupView(state, row)] };
    },
  },
);

const same = (
  { arn: _arn, createdAt: _createdAt, attributes: _attributes, ...present }: TargetGroupRow,
  wanted: Omit<TargetGroupRow, "arn" | "createdAt" | "attributes">,
): boolean => isDeepStrictEqual(present, wanted);
