import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { balanced, noPlace } from "./event-texts.ts";

const BEGINNING =
  "(service web) was unable to place a task because no container instance met all of its requirements.";
const END = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";
const LIST = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html";

/** Why instances refused a task, in their order; what the event log tells of the closest; where that is from. */
const CASES: readonly (readonly [reasons: readonly string[], told: string, source: string])[] = [
  [
    [],
    "Reason: No Container Instances were found in your cluster.",
    "https://github.com/aws-samples/amazon-scalable-infra-discord-diffusion/issues/3",
  ],
  [
    ["RESOURCE:CPU"],
    "The closest matching (container-instance i0) has insufficient CPU units available.",
    LIST,
  ],
  [
    ["RESOURCE:MEMORY"],
    "The closest matching (container-instance i0) has insufficient memory available.",
    LIST,
  ],
  [
    ["RESOURCE:PORTS"],
    "The closest matching (container-instance i0) is already using a port required by your task.",
    LIST,
  ],
  [
    ["RESOURCE:GPU"],
    "The closest matching (container-instance i0) has insufficient GPU resource available.",
    LIST,
  ],
  [
    ["ATTRIBUTE"],
    "The closest matching (container-instance i0) is missing an attribute required by your task.",
    LIST,
  ],
  [
    ["AGENT"],
    "The closest matching (container-instance i0) doesn't have the agent connected.",
    "https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/260",
  ],
  [
    ["DistinctInstance placement constraint unsatisfied."],
    'The closest matching (container-instance i0) encountered error "DistinctInstance placement constraint unsatisfied.".',
    "https://github.com/aws/containers-roadmap/issues/723",
  ],
  [
    ["ATTRIBUTE", "AGENT", "RESOURCE:MEMORY", "RESOURCE:CPU"],
    "The closest matching (container-instance i2) has insufficient memory available.",
    LIST,
  ],
];

describe("the event of a task that finds no place", () => {
  for (const [reasons, told, source] of CASES) {
    it(`tells of ${reasons.join(", ") || "no instance"} as ${source} has it`, () => {
      const failures = reasons.map((reason, index) => ({
        instanceArn: `arn:aws:ecs:us-east-1:123456789012:container-instance/demo/i${index}`,
        reason,
      }));
      assert.equal(noPlace("web", failures), `${BEGINNING} ${told} ${END}`);
    });
  }
});

describe("the event of a service that is balanced", () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing-event-messages-list.html
  it("lists its zones", () => {
    const counts = [
      ["us-east-1a", 2],
      ["us-east-1b", 1],
      ["us-east-1c", 1],
    ] as const;
    assert.equal(
      balanced("web", counts),
      "(service web) is AZ balanced with 2 tasks in us-east-1a, 1 tasks in us-east-1b, and 1 tasks in us-east-1c.",
    );
  });
});
