import { serverCertificateTable } from "../../../iam/index.ts";
import { SCOPE, type TestPlane } from "./test-plane.ts";

/** The certificate that {@link putCertificate} makes. */
export const CERTIFICATE_ARN = `arn:aws:iam::${SCOPE.accountId}:server-certificate/site`;

/** Puts a server certificate into the account; nobody looks at what it certifies. */
export const putCertificate = (plane: TestPlane, name = "site", accountId = SCOPE.accountId) =>
  plane.state.transact((state) =>
    state.table(serverCertificateTable).put({
      id: `ASCA${name}${accountId}`,
      accountId,
      name,
      path: "/",
      arn: `arn:aws:iam::${accountId}:server-certificate/${name}`,
      uploadedAt: 0,
      expiresAt: 0,
      certificateBody: "",
      privateKey: "",
      tags: [],
    }),
  );
