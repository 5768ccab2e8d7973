import { defineTable } from "../../../state/index.ts";
import type { StoredTag } from "../tags/tag-list.ts";

/** A server certificate with its private key. Moments are milliseconds since the epoch. */
export type ServerCertificateRow = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly uploadedAt: number;
  /** When the certificate ends to be valid. */
  readonly expiresAt: number;
  /** PEM, as uploaded. */
  readonly certificateBody: string;
  readonly certificateChain?: string;
  /** PEM. Encrypted at rest, and no operation shows it. */
  readonly privateKey: string;
  readonly tags: readonly StoredTag[];
};

/** Keyed by unique id; `name` is `account/name` in lower case, as names are unique without regard to case. */
export const serverCertificateTable = defineTable<ServerCertificateRow>()({
  name: "iam.server-certificates",
  key: (row) => row.id,
  indexes: {
    name: (row) => `${row.accountId}/${row.name.toLowerCase()}`,
    account: (row) => row.accountId,
    arn: (row) => row.arn,
  },
  secrets: ["privateKey"],
});
