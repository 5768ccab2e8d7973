import type { Tag } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import type { AwsError } from "../../../operation/index.ts";
import type { Reader, TableDefinition, Transaction } from "../../../state/index.ts";
import { capacityProviderTable } from "../capacity-providers/table.ts";
import { type ClusterRow, clusterTable } from "../clusters/table.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { clusterNotFound, invalidParameter, resourceNotFound } from "../errors.ts";
import { type EcsArn, type EcsResourceKind, parseEcsArn, requireOwnArn } from "../names.ts";
import { serviceTable } from "../services/table.ts";
import { taskDefinitionTable } from "../task-definitions/table.ts";
import { taskTable } from "../tasks/table.ts";

type Tagged = { readonly tags: readonly Tag[] };

/** How rows of one kind are reached. The table's row type is known here and nowhere else. */
type Kind = {
  readonly read: (state: Reader, arn: string) => Tagged | undefined;
  readonly write: (state: Transaction, arn: string, tags: readonly Tag[]) => void;
  /** How many parts the ARN has after the kind; older ARNs of some kinds have fewer. */
  readonly parts: 1 | 2;
};

const kindOf = <Row extends Tagged, Index extends string>(
  table: TableDefinition<Row, Index>,
  parts: Kind["parts"],
): Kind => ({
  read: (state, arn) => state.table(table).get(arn),
  write: (state, arn, tags) => {
    const rows = state.table(table);
    const row = rows.get(arn);
    if (row !== undefined) rows.put({ ...row, tags });
  },
  parts,
});

const KINDS: ReadonlyMap<string, Kind> = new Map<EcsResourceKind, Kind>([
  ["capacity-provider", kindOf(capacityProviderTable, 1)],
  ["cluster", kindOf(clusterTable, 1)],
  ["container-instance", kindOf(containerInstanceTable, 2)],
  ["service", kindOf(serviceTable, 2)],
  ["task", kindOf(taskTable, 2)],
  ["task-definition", kindOf(taskDefinitionTable, 1)],
]);

/** Kinds that can have tags but of which there are none yet. */
const EMPTY_KINDS: ReadonlySet<string> = new Set(["task-set"]);

/** A resource that can have tags. */
export type TaggableResource = {
  readonly arn: string;
  readonly kind: string;
  /** The tags it has; undefined when there is no such resource. */
  readonly tags: readonly Tag[] | undefined;
};

/**
 * Reads a resource's ARN, in needs as well as in run, and looks up what it names.
 * https://github.com/boto/boto3/issues/2473 (the long format)
 *
 * @throws AwsError InvalidParameterException for what is no ARN of a resource of this account and region that
 * can have tags
 */
export const taggableResource = (
  state: Reader,
  scope: Scope,
  resourceArn: string | undefined,
): TaggableResource => {
  const arn = parseEcsArn(resourceArn ?? "");
  const kind = KINDS.get(arn?.kind ?? "");
  if (arn === undefined || (kind === undefined && !EMPTY_KINDS.has(arn.kind))) {
    throw invalidParameter(`Invalid arn syntax: ${resourceArn ?? ""}`);
  }
  // INVARIANT: the kind is one of those above.
  requireOwnArn(scope, arn, arn.kind as EcsResourceKind);
  requireParts(arn, kind?.parts ?? 2);
  const canonical = resourceArn ?? "";
  return { arn: canonical, kind: arn.kind, tags: kind?.read(state, canonical)?.tags };
};

const requireParts = (arn: EcsArn, parts: number): void => {
  if (arn.path.length === parts || (arn.kind === "task-set" && arn.path.length === 3)) return;
  if (arn.path.length < parts) {
    throw invalidParameter("Long arn format must be used for tagging operations");
  }
  throw invalidParameter(`Invalid arn syntax: ${arn.kind}/${arn.path.join("/")}`);
};

/** What AWS says of a resource that is not there. */
const notThere = (kind: string): AwsError => {
  if (kind === "cluster") return clusterNotFound();
  const words = kind.replaceAll("-", " ");
  return resourceNotFound(`The specified ${words} was not found. Specify a valid ${words} and try again.`);
};

/**
 * The tags of a resource that is there, and of a cluster that is ACTIVE.
 *
 * @throws AwsError ClusterNotFoundException, ResourceNotFoundException or InvalidParameterException
 */
export const requireTagged = (state: Reader, resource: TaggableResource): readonly Tag[] => {
  if (resource.tags === undefined) throw notThere(resource.kind);
  const cluster: ClusterRow | undefined = state.table(clusterTable).get(resource.arn);
  if (cluster?.status === "INACTIVE") {
    throw invalidParameter("The specified cluster is inactive. Specify an active cluster and try again.");
  }
  return resource.tags;
};

/** Gives a resource other tags. */
export const replaceTags = (state: Transaction, resource: TaggableResource, tags: readonly Tag[]): void =>
  KINDS.get(resource.kind)?.write(state, resource.arn, tags);
