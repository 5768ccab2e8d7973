import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { ElbCalls } from "./elb-calls.ts";
import { elb } from "./elb-operations.ts";
import { type Finding, GONE } from "./finding.ts";
import type { RegistrationRow } from "./registration-table.ts";

/** The calls for target groups, which know targets by id and port. */
export const targetGroupCalls: ElbCalls = {
  noun: "targets",
  healthNoun: "target health",
  nothingThere: ["TargetGroupNotFound", "InvalidTarget"],
  register: (rows, call) => call({ ...elb.registerTargets(), input: inputOf(rows) }),
  deregister: (rows, call) => call({ ...elb.deregisterTargets(), input: inputOf(rows) }),
  look: async (rows, call) => {
    const { TargetHealthDescriptions: described = [] } = await call({
      ...elb.describeTargetHealth(),
      input: inputOf(rows),
    });
    const findings = new Map(
      described.map((one) => [`${one.Target?.Id}:${one.Target?.Port}`, findingOf(one)] as const),
    );
    return ({ target }) => findings.get(`${target?.id}:${target?.port}`) ?? GONE;
  },
};

const inputOf = (rows: readonly RegistrationRow[]) => ({
  TargetGroupArn: rows[0]?.loadBalancer.targetGroupArn ?? "",
  Targets: rows.flatMap(({ target }) => (target === undefined ? [] : [{ Id: target.id, Port: target.port }])),
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
const findingOf = ({ TargetHealth: health }: TargetHealthDescription): Finding => {
  switch (health?.State) {
    case "healthy":
    case "draining":
      return { state: health.State };
    case "unhealthy":
    case "unhealthy.draining":
      return { state: "unhealthy", reason: health.Description ?? health.Reason ?? "Health checks failed" };
    case "unused":
      return health.Reason === "Target.NotRegistered" ? GONE : { state: "known" };
    case "unavailable":
      // Where nothing is checked, everything is taken for good.
      return { state: health.Reason === "Target.HealthCheckDisabled" ? "healthy" : "known" };
    default:
      return { state: "known" };
  }
};
