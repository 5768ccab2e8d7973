import { secretAccessKey, uniqueId } from "../../../ids.ts";
import type { Transaction } from "../../../state/index.ts";
import type { World } from "../../../world.ts";
import { type AccessKeyRow, accessKeyTable } from "../access-keys/table.ts";
import { accountTable } from "./table.ts";

/** Credentials of an account's root user. */
export type RootAccessKey = { readonly accessKeyId: string; readonly secretAccessKey: string };

/**
 * Makes sure that an account exists, with an access key of its root user, and answers that key. A new account
 * has no users, no roles and no policies. An account whose root keys were all deleted gets a new one, as whoever
 * starts the process holds its keys anyway.
 */
export const ensureAccount = (
  transaction: Transaction,
  options: { readonly accountId: string; readonly world: World },
): RootAccessKey => {
  const { accountId, world } = options;
  const accounts = transaction.table(accountTable);
  if (accounts.get(accountId) === undefined) accounts.put({ id: accountId, createdAt: world.now() });
  const keys = transaction.table(accessKeyTable);
  const found = [...keys.by("owner", accountId)].find((key) => key.status === "Active");
  const key = found ?? newRootKey(accountId, world);
  if (found === undefined) keys.put(key);
  return { accessKeyId: key.id, secretAccessKey: key.secretAccessKey };
};

const newRootKey = (accountId: string, world: World): AccessKeyRow => ({
  id: uniqueId(world, "AKIA"),
  accountId,
  secretAccessKey: secretAccessKey(world),
  status: "Active",
  createdAt: world.now(),
});
