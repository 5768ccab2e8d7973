import type { UntagServerCertificateRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutTags } from "../tags/tag-list.ts";
import { onServerCertificate, requireServerCertificate } from "./find-server-certificate.ts";
import { serverCertificateTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagServerCertificate.html */
export const untagServerCertificate = iamOperation<UntagServerCertificateRequest>("UntagServerCertificate", {
  needs: (context, action) => ({
    ...onServerCertificate(context, action),
    context: { "aws:TagKeys": context.input.TagKeys },
  }),
  run: ({ input, state, scope }) => {
    const certificate = requireServerCertificate(state, scope, input.ServerCertificateName);
    state
      .table(serverCertificateTable)
      .put({ ...certificate, tags: withoutTags(certificate.tags, input.TagKeys) });
  },
});
