import type { UpdateAccessKeyRequest } from "@aws-sdk/client-iam";
import { validationError } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { keyOwner, onKeyOwner, requireKey } from "./key-owner.ts";
import { accessKeyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey = iamOperation<UpdateAccessKeyRequest>("UpdateAccessKey", {
  needs: onKeyOwner,
  run: (context) => {
    const { input, state } = context;
    const key = requireKey(state, keyOwner(context), input.AccessKeyId);
    // The enum has a third value that belongs to other kinds of credentials.
    if (input.Status !== "Active" && input.Status !== "Inactive") {
      throw validationError(
        "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
      );
    }
    state.table(accessKeyTable).put({ ...key, status: input.Status });
  },
});
