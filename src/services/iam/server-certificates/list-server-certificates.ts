import type { ListServerCertificatesRequest, ListServerCertificatesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { pagedPath, pageMembers } from "../paging.ts";
import { certificateMetadata } from "./server-certificate-shape.ts";
import { serverCertificateTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html */
export const listServerCertificates = iamOperation<
  ListServerCertificatesRequest,
  ListServerCertificatesResponse
>("ListServerCertificates", {
  needs: onAccount,
  run: ({ input, state, scope }) => {
    const page = pagedPath(state.table(serverCertificateTable).by("account", scope.accountId), input);
    return { ServerCertificateMetadataList: page.items.map(certificateMetadata), ...pageMembers(page) };
  },
});
