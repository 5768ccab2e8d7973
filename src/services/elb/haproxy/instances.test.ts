import assert from "node:assert/strict";
import { it } from "node:test";
import { type InstanceRow, instanceTable } from "../../ec2/index.ts";
import { type TargetRow, targetKey, targetTable } from "../v2/targets/table.ts";
import { freePort } from "./testing/free-port.ts";
import { balancerRow, groupRow, listenerRow, openScene, targetRow } from "./testing/scene.ts";
import { ask, openWeb } from "./testing/web.ts";

it("instances are targets on this machine, and none while they do not run", async () => {
  const scene = await openScene();
  const [web, port] = [await openWeb("web"), await freePort()];
  const id = "i-0123456789abcdef0";
  const [balancer, group] = [balancerRow("web"), groupRow("web", { targetType: "instance" })];
  const row = targetRow(group, web.port, id);
  const until = (wanted: string): Promise<TargetRow> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = scene.state.table(targetTable).get(targetKey(row));
        if (found?.health.state !== wanted) return;
        stop();
        resolve(found);
      };
      const stop = scene.state.subscribe(targetTable, look);
      look();
    });
  // INVARIANT: of an instance, load balancing looks at nothing but its id and state.
  const become = (state: string) =>
    scene.state.transact((transaction) =>
      transaction.table(instanceTable).put({ id, state } as unknown as InstanceRow),
    );
  try {
    await become("running");
    await scene.put(balancer, group, listenerRow(balancer, port, [group]), row);
    await until("healthy");
    await scene.balancing.settled();
    assert.equal((await ask(port)).body, "web");
    await become("stopped");
    assert.deepEqual((await until("unused")).health, {
      state: "unused",
      reason: "Target.InvalidState",
      description: "Target is in the stopped state",
    });
    await scene.balancing.settled();
    assert.equal((await ask(port)).status, 503);
    await become("running");
    await until("healthy");
    await scene.balancing.settled();
    assert.equal((await ask(port)).body, "web");
  } finally {
    await scene.close();
    await web.close();
  }
});
