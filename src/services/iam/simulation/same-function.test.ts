import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const asked: string[] = [];
Object.assign(globalThis, { noteDecision: (action: string) => asked.push(action) });

// Every module that says `decide` gets this one: what is counted here is what decided.
registerHooks({
  load: (url, context, next) => {
    if (!url.endsWith("/authorization/evaluation/decide.ts")) return next(url, context);
    const source = readFileSync(fileURLToPath(url), "utf8");
    const marked = source.replace(
      "export const decide = (",
      `export const decide: typeof decideUnseen = (request, layers) => {
        (globalThis as unknown as { noteDecision: (action: string) => void }).noteDecision(request.action);
        return decideUnseen(request, layers);
      };
      const decideUnseen = (`,
    );
    assert.notEqual(marked, source);
    return { format: "module-typescript", source: marked, shortCircuit: true };
  },
});

it("a simulation and a real call are decided by the same function", async () => {
  const { openTestPlane } = await import("../../sts/testing/plane.ts");
  const { simulateCustomPolicy } = await import("./simulate-custom-policy.ts");
  const { allowing } = await import("../testing/documents.ts");
  const { call } = await openTestPlane();
  asked.length = 0;
  await call(simulateCustomPolicy, {
    PolicyInputList: [allowing("ecs:*")],
    ActionNames: ["ecs:RunTask", "ecs:StopTask"],
  });
  // First the call itself, at the only door there is, then what it simulates.
  assert.deepEqual(asked, ["iam:SimulateCustomPolicy", "ecs:RunTask", "ecs:StopTask"]);
});
