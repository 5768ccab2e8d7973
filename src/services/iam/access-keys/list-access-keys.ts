import type { ListAccessKeysRequest, ListAccessKeysResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { wireDate } from "../moments.ts";
import { paged, pageMembers } from "../paging.ts";
import { keyOwner, onKeyOwner } from "./key-owner.ts";
import { accessKeyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys = iamOperation<ListAccessKeysRequest, ListAccessKeysResponse>("ListAccessKeys", {
  needs: onKeyOwner,
  run: (context) => {
    const owner = keyOwner(context);
    const keys = context.state.table(accessKeyTable).by("owner", owner.id);
    const page = paged(keys, context.input, (key) => key.id);
    return {
      AccessKeyMetadata: page.items.map((key) => ({
        ...(owner.userName === undefined ? {} : { UserName: owner.userName }),
        AccessKeyId: key.id,
        Status: key.status,
        CreateDate: wireDate(key.createdAt),
      })),
      ...pageMembers(page),
    };
  },
});
