import { createHash } from "node:crypto";
import type { Scope } from "../../../arn.ts";
import { AwsError } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import type { LaunchToken } from "./new-task.ts";
import { type TaskRow, taskTable } from "./table.ts";

/** A JSON text that does not depend on the order of members. */
const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
};

/** Names a call by its client token within the account, region and cluster, with a digest of all it asks for. */
export const launchToken = (
  scope: Scope,
  clusterArn: string,
  clientToken: string | undefined,
  input: object,
): LaunchToken | undefined => {
  if (!clientToken) return undefined;
  const asked = JSON.stringify(canonical({ ...input, clientToken: undefined }));
  return {
    clientToken: `${scope.accountId}/${scope.region}/${clusterArn}/${clientToken}`,
    requestDigest: createHash("sha256").update(asked).digest("base64url"),
  };
};

/**
 * The tasks that an earlier call with this token started; none for a new one.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 *
 * @throws AwsError ConflictException when that call asked for something else
 */
export const tasksOfToken = (state: Reader, token: LaunchToken | undefined): readonly TaskRow[] => {
  if (token === undefined) return [];
  const tasks = [...state.table(taskTable).by("token", token.clientToken)];
  if (tasks.some((task) => task.requestDigest !== token.requestDigest)) {
    throw new AwsError(
      "ConflictException",
      "The clientToken was used before in a request with other parameters.",
      { members: { resourceIds: tasks.map(({ arn }) => arn) } },
    );
  }
  return tasks;
};
