import type { CreateAccessKeyRequest, CreateAccessKeyResponse } from "@aws-sdk/client-iam";
import { secretAccessKey, uniqueId } from "../../../ids.ts";
import { limitExceeded } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { wireDate } from "../moments.ts";
import { QUOTAS } from "../quotas.ts";
import { keyOwner, onKeyOwner } from "./key-owner.ts";
import { type AccessKeyRow, accessKeyTable } from "./table.ts";

/**
 * The only answer that ever shows the secret.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
export const createAccessKey = iamOperation<CreateAccessKeyRequest, CreateAccessKeyResponse>(
  "CreateAccessKey",
  {
    needs: onKeyOwner,
    run: (context) => {
      const { state, scope, world } = context;
      const owner = keyOwner(context);
      const keys = state.table(accessKeyTable);
      if (keys.countBy("owner", owner.id) >= QUOTAS.AccessKeysPerUser) {
        throw limitExceeded("AccessKeysPerUser", QUOTAS.AccessKeysPerUser);
      }
      const key: AccessKeyRow = {
        id: uniqueId(world, "AKIA"),
        accountId: scope.accountId,
        ...(owner.userId === undefined ? {} : { userId: owner.userId }),
        secretAccessKey: secretAccessKey(world),
        status: "Active",
        createdAt: world.now(),
      };
      keys.put(key);
      return {
        AccessKey: {
          UserName: owner.userName ?? "",
          AccessKeyId: key.id,
          Status: key.status,
          SecretAccessKey: key.secretAccessKey,
          CreateDate: wireDate(key.createdAt),
        },
      };
    },
  },
);
