import type { Reader } from "../../../state/index.ts";
import { findServerCertificateByArn } from "./find-server-certificate.ts";

/** What a server needs of a certificate, in PEM. */
export type KeyMaterial = {
  /** The certificate, then its chain in order. */
  readonly chainPem: string;
  readonly keyPem: string;
};

/**
 * The certificate of an ARN with its private key, for what serves it. Nothing of it may be logged or shown.
 * Undefined when there is none.
 */
export const serverCertificateKeyMaterial = (state: Reader, arn: string): KeyMaterial | undefined => {
  const row = findServerCertificateByArn(state, arn);
  if (row === undefined) return undefined;
  const pems = [row.certificateBody, row.certificateChain ?? ""].map((pem) => pem.trim());
  return {
    chainPem: `${pems.filter((pem) => pem !== "").join("\n")}\n`,
    keyPem: `${row.privateKey.trim()}\n`,
  };
};
