import type { TagServerCertificateRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { tagRecord, withTags } from "../tags/tag-list.ts";
import { onServerCertificate, requireServerCertificate } from "./find-server-certificate.ts";
import { serverCertificateTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagServerCertificate.html */
export const tagServerCertificate = iamOperation<TagServerCertificateRequest>("TagServerCertificate", {
  needs: (context, action) => ({
    ...onServerCertificate(context, action),
    requestTags: tagRecord(context.input.Tags),
  }),
  run: ({ input, state, scope }) => {
    const certificate = requireServerCertificate(state, scope, input.ServerCertificateName);
    state
      .table(serverCertificateTable)
      .put({ ...certificate, tags: withTags(certificate.tags, input.Tags, "ServerCertificate") });
  },
});
