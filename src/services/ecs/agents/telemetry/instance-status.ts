import type { ControlPlane } from "../../../../operation/index.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "../../container-instances/table.ts";
import { listMember, textMember } from "../envelope.ts";

type Health = NonNullable<ContainerInstanceRow["health"]>;

const HEALTH: readonly Health[] = ["OK", "IMPAIRED", "INSUFFICIENT_DATA", "INITIALIZING"];

/** How old a kept report may be before a repetition of it is written again, in milliseconds. */
const REFRESH = 300_000;

/**
 * Takes an instance's status of its container runtime, which comes after every heartbeat: it is written when
 * it changes, and else now and then.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-health.html
 */
export const applyInstanceStatus = async (
  plane: ControlPlane,
  instanceArn: string,
  message: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const runtime = listMember(message, "statuses").find(
    (status) => textMember(status, "type")?.toLowerCase().replace("_", "") === "containerruntime",
  );
  const health = HEALTH.find((known) => known === textMember(runtime ?? {}, "status"));
  if (health === undefined) return;
  const { state, world } = plane;
  const known = state.table(containerInstanceTable).get(instanceArn);
  const now = world.now();
  if (known?.health === health && now - (known.healthUpdatedAt ?? 0) < REFRESH) return;
  await state.transact((transaction) => {
    const row = transaction.table(containerInstanceTable).get(instanceArn);
    if (row === undefined || row.status === "INACTIVE") return;
    const changed = row.health !== health;
    transaction.table(containerInstanceTable).put({
      ...row,
      health,
      healthUpdatedAt: now,
      ...(changed ? { healthChangedAt: now } : {}),
      version: changed ? row.version + 1 : row.version,
    });
  });
};
