import type { DeleteServiceRequest, DeleteServiceResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { deploymentTable } from "./deployment-table.ts";
import { knownService, serviceNeed } from "./known-service.ts";
import { stopUnderWay } from "./new-deployment.ts";
import { serviceView } from "./service-view.ts";
import { serviceTable } from "./table.ts";

const DELETED = "Service deployment was stopped because the service was deleted.";

/**
 * DeleteService: the service is DRAINING until its tasks are gone, then INACTIVE. One that was deleted already is
 * answered as it is.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteService.html
 * https://github.com/aws/aws-cli/issues/1334 (the answer)
 */
export const deleteService = operation<DeleteServiceRequest, DeleteServiceResponse>("DeleteService", {
  needs: ({ input, scope, state }) => serviceNeed(state, scope, "ecs:DeleteService", input),
  run: ({ input, scope, state, world }) => {
    const cluster = activeCluster(state, scope, input.cluster);
    const before = knownService(state, scope, cluster.arn, input.service);
    if (before.status !== "ACTIVE") return { service: serviceView(state, before, { tags: true }) };
    const scaled = before.schedulingStrategy === "REPLICA" && before.desiredCount > 0;
    if (scaled && input.force !== true) {
      throw invalidParameter("The service cannot be stopped while it is scaled above 0.");
    }
    for (const deployment of [...state.table(deploymentTable).by("service", before.arn)]) {
      stopUnderWay(state, deployment, DELETED, world.now());
    }
    const { trouble: _, ...rest } = before;
    const row = { ...rest, status: "DRAINING" as const, desiredCount: 0, steady: false };
    state.table(serviceTable).put(row);
    return { service: serviceView(state, row, { tags: true }) };
  },
});
