import type { DeleteAccessKeyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { keyOwner, onKeyOwner, requireKey } from "./key-owner.ts";
import { accessKeyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey = iamOperation<DeleteAccessKeyRequest>("DeleteAccessKey", {
  needs: onKeyOwner,
  run: (context) => {
    const key = requireKey(context.state, keyOwner(context), context.input.AccessKeyId);
    context.state.table(accessKeyTable).delete(key.id);
  },
});
