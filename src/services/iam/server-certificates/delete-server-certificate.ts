import type { DeleteServerCertificateRequest } from "@aws-sdk/client-iam";
import { serverCertificateInUse } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onServerCertificate, requireServerCertificate } from "./find-server-certificate.ts";
import { serverCertificateTable } from "./table.ts";

/**
 * Deletes a certificate that no listener uses.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServerCertificate.html
 */
export const deleteServerCertificate = iamOperation<DeleteServerCertificateRequest>(
  "DeleteServerCertificate",
  {
    needs: onServerCertificate,
    run: ({ input, state, scope, environment }) => {
      const row = requireServerCertificate(state, scope, input.ServerCertificateName);
      const [user] = environment.certificateUsers?.(state, row.arn) ?? [];
      if (user !== undefined) throw serverCertificateInUse(row.id, user);
      state.table(serverCertificateTable).delete(row.id);
    },
  },
);
