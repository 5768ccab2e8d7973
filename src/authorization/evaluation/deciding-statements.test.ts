import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, decide, policySet } from "../index.ts";
import { OTHER_ACCOUNT, requestOf } from "../testing/cases.ts";
import { layersOf } from "../testing/layer-rows.ts";

describe("the deciding statements", () => {
  it("are those of both accounts when both had to allow", () => {
    const layers = layersOf({ identity: "allow", resource: "allow" });
    const { statements } = decide(requestOf({ resourceAccount: OTHER_ACCOUNT }), layers);
    assert.deepEqual(
      statements.map(({ policy }) => policy.kind),
      ["inline", "resource"],
    );
  });

  it("say where they stand in the document as it was written", () => {
    const source = [
      "{",
      '  "Version": "2012-10-17",',
      '  "Statement": [',
      '    { "Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*" },',
      "    {",
      '      "Sid": "B", "Effect": "Allow", "Action": "ecs:*", "Resource": "*"',
      "    }",
      "  ]",
      "}",
    ].join("\r\n");
    const origin = { kind: "managed", name: "p", attachedTo: "user alice" } as const;
    const { statements } = decide(requestOf(), { identity: policySet([compilePolicy(source, origin)]) });
    assert.deepEqual(statements, [
      {
        policy: origin,
        sid: "B",
        index: 1,
        effect: "Allow",
        start: { line: 5, column: 5 },
        end: { line: 7, column: 6 },
      },
    ]);
  });
});
