import assert from "node:assert/strict";
import { it } from "node:test";
import { readStatistics } from "./runtime/statistics.ts";
import { targetMetrics } from "./target-metrics.ts";

it("counts by target what its server and its spare did", () => {
  const rows = readStatistics(
    [
      "# pxname,svname,scur,stot,bin,bout,econ,eresp,wretr,status,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,",
      "pool-1,target-1,1,5,10,20,1,2,3,UP,0,3,0,1,1,",
      "pool-1,spare-target-1,0,2,1,2,0,0,0,no check,0,2,0,0,0,",
    ].join("\n"),
  );
  const poolId = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1";
  const metrics = targetMetrics(rows.map((row) => ({ ...row, poolId, targetId: `${poolId} 10.0.0.1:80` })));
  const values = Object.fromEntries(metrics.map(({ name, values: [only] }) => [name, only?.value]));
  assert.deepEqual(metrics[0]?.values[0]?.labels, {
    target_group: "targetgroup/web/1",
    target: "10.0.0.1:80",
  });
  assert.deepEqual(values, {
    portreeve_target_requests_total: 7,
    portreeve_target_errors_total: 3,
    portreeve_target_answers_5xx_total: 1,
    portreeve_target_retries_total: 3,
    portreeve_target_sessions_total: 7,
    portreeve_target_sessions: 1,
    portreeve_target_received_bytes_total: 11,
    portreeve_target_sent_bytes_total: 22,
  });
});
