import type { ServerCertificateMetadata } from "@aws-sdk/client-iam";
import type { Given } from "../given.ts";
import { wireDate } from "../moments.ts";
import type { ServerCertificateRow } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServerCertificateMetadata.html */
export const certificateMetadata = (row: ServerCertificateRow): Given<ServerCertificateMetadata> => ({
  Path: row.path,
  ServerCertificateName: row.name,
  ServerCertificateId: row.id,
  Arn: row.arn,
  UploadDate: wireDate(row.uploadedAt),
  Expiration: wireDate(row.expiresAt),
});

/** The tags of a certificate, where it has any. */
export const certificateTags = ({
  tags,
}: ServerCertificateRow): Pick<ServerCertificateRow, "tags"> | object =>
  tags.length === 0 ? {} : { Tags: tags };
