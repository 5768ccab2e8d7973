import type { UpdateClusterSettingsRequest, UpdateClusterSettingsResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { applySettings } from "./cluster-settings.ts";
import { clusterView, WHOLE_CLUSTER } from "./cluster-view.ts";
import { clusterTable } from "./table.ts";

/**
 * UpdateClusterSettings.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateClusterSettings.html
 */
export const updateClusterSettings = operation<UpdateClusterSettingsRequest, UpdateClusterSettingsResponse>(
  "UpdateClusterSettings",
  {
    needs: ({ input, scope, state }) => clusterNeed(state, scope, "ecs:UpdateClusterSettings", input.cluster),
    run: ({ input, scope, state }) => {
      const before = activeCluster(state, scope, input.cluster);
      if (input.settings === undefined || input.settings.length === 0) {
        throw invalidParameter("settings should not be null or empty.");
      }
      const row = { ...before, settings: applySettings(before.settings, input.settings) };
      state.table(clusterTable).put(row);
      return { cluster: clusterView(state, row, WHOLE_CLUSTER) };
    },
  },
);
