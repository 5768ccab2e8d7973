import type { Reservation, RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import type { Transaction } from "../../../state/index.ts";
import { dryRunOperation, idempotentParameterMismatch } from "../errors.ts";
import { resourceTagsTable } from "../tags/table.ts";
import { checkLaunch } from "./launch/check-launch.ts";
import { launchNeeds } from "./launch/launch-needs.ts";
import { launchDigest, newInstances, tokenKey } from "./launch/new-instances.ts";
import { type SettledLaunch, settleLaunch } from "./launch/settled-launch.ts";
import { reservationView } from "./reservation-view.ts";
import { type InstanceRow, instanceTable } from "./table.ts";

/**
 * Launches instances. They are `pending` until the machine's host has taken them over.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
export const runInstances = operation<RunInstancesCommandInput, Reservation>("RunInstances", {
  needs: ({ input, scope, state }) => launchNeeds(input, scope, state),
  run: ({ input, scope, state, world, caller }) => {
    const launch = settleLaunch(input, scope, state);
    checkLaunch(input, launch);
    const instances = state.table(instanceTable);
    if (input.ClientToken !== undefined) {
      const earlier = [...instances.by("token", tokenKey(scope, input.ClientToken))];
      if (earlier.length > 0) {
        if (earlier[0]?.launchDigest !== launchDigest(input)) throw idempotentParameterMismatch();
        return reservationView(state, earlier, caller.principal.accountId);
      }
    }
    if (input.DryRun) throw dryRunOperation();
    const rows = newInstances({ input, launch, scope, state, world });
    for (const row of rows) {
      instances.put(row);
      tagLaunched(state, launch, row);
    }
    return reservationView(state, rows, caller.principal.accountId);
  },
});

const tagLaunched = (state: Transaction, launch: SettledLaunch, row: InstanceRow): void => {
  const ids = { instance: row.id, volume: row.rootVolume.id, "network-interface": row.networkInterfaceId };
  for (const [resourceType, resourceId] of Object.entries(ids)) {
    const tags = launch.tags.get(resourceType);
    if (tags === undefined) continue;
    state
      .table(resourceTagsTable)
      .put({ accountId: row.accountId, region: row.region, resourceId, resourceType, tags });
  }
};
