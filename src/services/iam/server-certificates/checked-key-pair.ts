import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { keyPairMismatch, malformedCertificate } from "../errors.ts";
import { certificatesIn } from "./pem.ts";

/** What UploadServerCertificate is given. PEM texts. */
export type GivenKeyPair = {
  readonly CertificateBody: string;
  readonly PrivateKey: string;
  readonly CertificateChain?: string | undefined;
};

/** The keys that IAM takes. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html */
const CURVES = new Set(["prime256v1", "secp384r1", "secp521r1"]);
const SHORTEST_RSA = 1024;
const LONGEST_RSA = 4096;

const unparsable = () =>
  malformedCertificate("Unable to parse certificate. Please ensure the certificate is in PEM format.");

const invalidKey = () => malformedCertificate("Invalid Private Key.");

const parseCertificate = (pem: string): X509Certificate => {
  try {
    return new X509Certificate(pem);
  } catch {
    throw unparsable();
  }
};

const isUsable = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean => {
  if (asymmetricKeyType === "ec") return CURVES.has(asymmetricKeyDetails?.namedCurve ?? "");
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  return asymmetricKeyType === "rsa" && bits >= SHORTEST_RSA && bits <= LONGEST_RSA;
};

/** What OpenSSL complains of is not passed on: nothing that was made from a private key leaves this function. */
const parsePrivateKey = (pem: string): KeyObject => {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw invalidKey();
  }
  if (!isUsable(key)) throw invalidKey();
  return key;
};

/** Texts: https://github.com/hashicorp/terraform-provider-aws/pull/7049 (the past), else after it. */
const checkValidity = (certificate: X509Certificate, now: number): void => {
  if (now > certificate.validToDate.getTime())
    throw malformedCertificate(
      "Certificate is no longer valid. The 'Not After' date restriction on the certificate has passed.",
    );
  if (now < certificate.validFromDate.getTime())
    throw malformedCertificate(
      "Certificate is not valid yet. The 'Not Before' date restriction on the certificate has not passed.",
    );
};

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean => {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
};

/** Text: https://github.com/go-acme/lego/issues/304; the index is that of the last one that is right. */
const checkChain = (certificate: X509Certificate, text: string): void => {
  const brokenAfter = (index: number) =>
    malformedCertificate(
      `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
    );
  const pems = certificatesIn(text);
  if (pems === undefined) throw brokenAfter(-1);
  let last = certificate;
  for (const [index, pem] of pems.entries()) {
    const issuer = parseCertificate(pem);
    if (!isIssuedBy(last, issuer)) throw brokenAfter(index - 1);
    last = issuer;
  }
};

/**
 * Checks a certificate, its private key and its chain as IAM does before it takes them. Self-made certificates are
 * fine. Answers when the certificate ends to be valid, in milliseconds since the epoch.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadServerCertificate.html
 *
 * @param now milliseconds since the epoch
 * @throws AwsError MalformedCertificate, KeyPairMismatch
 */
export const checkedKeyPair = (given: GivenKeyPair, now: number): { readonly expiresAt: number } => {
  const [body, ...more] = certificatesIn(given.CertificateBody) ?? [];
  if (body === undefined || more.length > 0) throw unparsable();
  const certificate = parseCertificate(body);
  const key = parsePrivateKey(given.PrivateKey);
  if (!certificate.checkPrivateKey(key)) throw keyPairMismatch();
  checkValidity(certificate, now);
  if (given.CertificateChain !== undefined) checkChain(certificate, given.CertificateChain);
  return { expiresAt: certificate.validToDate.getTime() };
};
