import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { clusterArn } from "../cluster-reference.ts";
import { serviceNotActive, serviceNotFound } from "../errors.ts";
import { serviceArn } from "./service-reference.ts";
import { type ServiceRow, serviceTable } from "./table.ts";

/** An action on a service, in its cluster and with its tags. */
export const serviceNeed = (
  state: Reader,
  scope: Scope,
  action: string,
  input: { readonly cluster?: string | undefined; readonly service: string | undefined },
): Need => {
  const cluster = clusterArn(scope, input.cluster);
  const resource = serviceArn(scope, cluster, input.service ?? "");
  return {
    action,
    resource,
    context: { "ecs:cluster": cluster },
    ...resourceTagsOf(state.table(serviceTable).get(resource)),
  };
};

/**
 * The service that a call names, whatever its status.
 *
 * @throws AwsError ServiceNotFoundException
 */
export const knownService = (
  state: Reader,
  scope: Scope,
  cluster: string,
  reference: string | undefined,
): ServiceRow => {
  const row = state.table(serviceTable).get(serviceArn(scope, cluster, reference ?? ""));
  if (row === undefined) throw serviceNotFound();
  return row;
};

/**
 * The ACTIVE service that a call names.
 *
 * @throws AwsError ServiceNotFoundException or ServiceNotActiveException
 */
export const activeService = (
  state: Reader,
  scope: Scope,
  cluster: string,
  reference: string | undefined,
): ServiceRow => {
  const row = knownService(state, scope, cluster, reference);
  if (row.status !== "ACTIVE") throw serviceNotActive();
  return row;
};
