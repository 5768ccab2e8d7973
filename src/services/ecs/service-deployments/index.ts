import type { AnyOperation } from "../../../operation/index.ts";
import { describeServiceDeployments } from "./describe-service-deployments.ts";
import { describeServiceRevisions } from "./describe-service-revisions.ts";
import { listServiceDeployments } from "./list-service-deployments.ts";
import { stopServiceDeployment } from "./stop-service-deployment.ts";

/** The operations on service deployments and service revisions. */
export const serviceDeploymentOperations: readonly AnyOperation[] = [
  describeServiceDeployments,
  describeServiceRevisions,
  listServiceDeployments,
  stopServiceDeployment,
];
