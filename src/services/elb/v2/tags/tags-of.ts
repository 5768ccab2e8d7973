import type { Reader } from "../../../../state/index.ts";
import { listenerTable } from "../listeners/table.ts";
import { loadBalancerTable } from "../load-balancers/table.ts";
import { ruleTable } from "../rules/table.ts";
import { targetGroupTable } from "../target-groups/table.ts";

/** The tags of what an ARN names; undefined when there is no such thing. */
export const tagsOf = (state: Reader, arn: string): Readonly<Record<string, string>> | undefined =>
  (
    state.table(loadBalancerTable).get(arn) ??
    state.table(targetGroupTable).get(arn) ??
    state.table(listenerTable).get(arn) ??
    state.table(ruleTable).get(arn)
  )?.tags;
