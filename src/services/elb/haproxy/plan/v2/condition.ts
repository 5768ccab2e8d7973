import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { PlannedCondition } from "../traffic-plan.ts";

/** A condition that nothing meets: better than one that would be passed over. */
const NEVER: PlannedCondition = { kind: "method", values: [] };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html */
export const plannedCondition = (condition: RuleCondition): PlannedCondition => {
  const { Values = [], RegexValues = [] } = condition;
  switch (condition.Field) {
    case "host-header": {
      const config = condition.HostHeaderConfig;
      return { kind: "host", values: config?.Values ?? Values, regex: config?.RegexValues ?? RegexValues };
    }
    case "path-pattern": {
      const config = condition.PathPatternConfig;
      return { kind: "path", values: config?.Values ?? Values, regex: config?.RegexValues ?? RegexValues };
    }
    case "http-header": {
      const config = condition.HttpHeaderConfig;
      return {
        kind: "header",
        name: config?.HttpHeaderName ?? "",
        values: config?.Values ?? [],
        regex: config?.RegexValues ?? [],
      };
    }
    case "http-request-method":
      return { kind: "method", values: condition.HttpRequestMethodConfig?.Values ?? Values };
    case "source-ip":
      return { kind: "source", values: condition.SourceIpConfig?.Values ?? Values };
    case "query-string":
      return {
        kind: "query",
        pairs: (condition.QueryStringConfig?.Values ?? []).map(({ Key, Value = "" }) => ({
          ...(Key === undefined ? {} : { key: Key }),
          value: Value,
        })),
      };
    default:
      return NEVER;
  }
};
