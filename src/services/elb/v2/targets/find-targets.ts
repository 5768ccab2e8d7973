import type { TargetDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Reader } from "../../../../state/index.ts";
import type { TargetGroupRow } from "../target-groups/table.ts";
import { type TargetRow, targetKey, targetTable } from "./table.ts";

/** The port of a target: its own, or its group's; 0 where there is none. */
export const portOf = (group: TargetGroupRow, { Port }: TargetDescription): number => Port ?? group.port ?? 0;

/** The target that a description names; undefined when there is none. */
export const findTarget = (
  state: Reader,
  group: TargetGroupRow,
  description: TargetDescription,
): TargetRow | undefined =>
  state.table(targetTable).get(
    targetKey({
      targetGroupArn: group.arn,
      id: description.Id ?? "",
      port: portOf(group, description),
    }),
  );
