import type { Scope } from "../../arn.ts";
import type { Reader } from "../../state/index.ts";
import { clientException, invalidParameter } from "./errors.ts";
import { ecsArn, parseEcsArn, requireOwnArn } from "./names.ts";
import { familyTable, type TaskDefinitionRow, taskDefinitionTable } from "./task-definitions/table.ts";

/** A reference to a task definition, taken apart; without a revision it means the latest ACTIVE one. */
export type TaskDefinitionReference = { readonly family: string; readonly revision?: number };

const FAMILY = /^[a-zA-Z0-9\-_]{1,255}$/;
const REVISION = /^[1-9][0-9]{0,8}$/;

/**
 * Reads `family`, `family:revision` or an ARN.
 *
 * @throws AwsError ClientException for a text that is none of them, InvalidParameterException for an ARN
 * from elsewhere
 */
export const parseTaskDefinitionReference = (scope: Scope, text: string): TaskDefinitionReference => {
  const name = text.startsWith("arn:") ? nameInArn(scope, text) : text;
  const [family = "", revision, ...more] = name.split(":");
  if (more.length > 0) throw clientException(`Too many colons in TaskDefinition: ${text}`);
  if (!FAMILY.test(family)) throw clientException("Family contains invalid characters.");
  if (revision === undefined) return { family };
  if (!REVISION.test(revision)) throw clientException(`Invalid revision number. Number: ${revision}`);
  return { family, revision: Number(revision) };
};

const nameInArn = (scope: Scope, text: string): string => {
  const arn = parseEcsArn(text);
  if (arn === undefined || arn.path.length !== 1) throw invalidParameter(`Invalid identifier: ${text}`);
  requireOwnArn(scope, arn, "task-definition");
  return arn.path[0] ?? "";
};

/** The ARN of a revision, or of `family:*` where the reference names no revision. */
export const taskDefinitionArn = (scope: Scope, reference: string | TaskDefinitionReference): string => {
  const { family, revision } =
    typeof reference === "string" ? parseTaskDefinitionReference(scope, reference) : reference;
  return ecsArn(scope, "task-definition", `${family}:${revision ?? "*"}`);
};

/** The latest ACTIVE revision of a family. */
export const latestActiveRevision = (
  state: Reader,
  scope: Scope,
  family: string,
): TaskDefinitionRow | undefined => {
  const definitions = state.table(taskDefinitionTable);
  const familyId = `${scope.accountId}/${scope.region}/${family}`;
  const revision = state.table(familyTable).get(familyId)?.lastRevision;
  // The newest revision is nearly always the one: no need to look through a family of thousands.
  const newest = definitions.get(taskDefinitionArn(scope, { family, revision: revision ?? 0 }));
  if (newest?.status === "ACTIVE") return newest;
  let latest: TaskDefinitionRow | undefined;
  for (const row of definitions.by("activeFamily", familyId))
    if (latest === undefined || row.revision > latest.revision) latest = row;
  return latest;
};

/**
 * The revision that a reference stands for, whatever its status; `family` alone finds ACTIVE ones only.
 *
 * @throws AwsError for a reference that cannot be
 */
export const findTaskDefinition = (
  state: Reader,
  scope: Scope,
  reference: string,
): TaskDefinitionRow | undefined => {
  const parsed = parseTaskDefinitionReference(scope, reference);
  if (parsed.revision === undefined) return latestActiveRevision(state, scope, parsed.family);
  return state.table(taskDefinitionTable).get(taskDefinitionArn(scope, parsed));
};
