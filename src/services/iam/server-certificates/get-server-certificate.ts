import type { GetServerCertificateRequest, GetServerCertificateResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onServerCertificate, requireServerCertificate } from "./find-server-certificate.ts";
import { certificateMetadata, certificateTags } from "./server-certificate-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServerCertificate.html */
export const getServerCertificate = iamOperation<GetServerCertificateRequest, GetServerCertificateResponse>(
  "GetServerCertificate",
  {
    needs: onServerCertificate,
    run: ({ input, state, scope }) => {
      const row = requireServerCertificate(state, scope, input.ServerCertificateName);
      return {
        ServerCertificate: {
          ServerCertificateMetadata: certificateMetadata(row),
          CertificateBody: row.certificateBody,
          ...(row.certificateChain === undefined ? {} : { CertificateChain: row.certificateChain }),
          ...certificateTags(row),
        },
      };
    },
  },
);
