import { createHash } from "node:crypto";
import type { PlannedListener } from "../plan/traffic-plan.ts";
import type { ConfigurationFiles } from "./files.ts";

/** A server certificate with its chain, and its private key, both in PEM. */
export type Certificate = { readonly chainPem: string; readonly keyPem: string };

/** Finds a server certificate by its ARN. */
export type CertificateOf = (arn: string) => Certificate | undefined;

const fileName = ({ chainPem, keyPem }: Certificate): string =>
  `${createHash("sha256").update(chainPem).update("\n").update(keyPem).digest("hex").slice(0, 24)}.pem`;

const add = (files: ConfigurationFiles, certificate: Certificate): string =>
  files.add(fileName(certificate), `${certificate.chainPem.trim()}\n${certificate.keyPem.trim()}\n`);

const options = (listener: PlannedListener): string =>
  [
    "[",
    `ssl-min-ver ${listener.leastTlsVersion}`,
    ...(listener.ciphers === undefined ? [] : [`ciphers ${listener.ciphers.join(":")}`]),
    ...(listener.alpn.length === 0 ? [] : [`alpn ${listener.alpn.join(",")}`]),
    "]",
  ].join(" ");

/**
 * Writes the list by which HAProxy finds a certificate for a server name. A load balancer's own name gets its
 * default certificate; other names get the certificate that is made out for them.
 * https://docs.haproxy.org/2.6/configuration.html#5.1-crt-list
 *
 * @returns the list's name
 */
export const addCertificateList = (
  files: ConfigurationFiles,
  name: string,
  listeners: readonly PlannedListener[],
  certificateOf: CertificateOf,
): string => {
  const rows = listeners.flatMap((listener) => {
    const [first, ...others] = listener.certificates.flatMap((arn) => certificateOf(arn) ?? []);
    if (first === undefined) return [];
    const own = `${add(files, first)} ${options(listener)}`;
    return [
      `${own} ${listener.loadBalancer.dnsName}`,
      own,
      ...others.map((certificate) => `${add(files, certificate)} ${options(listener)}`),
    ];
  });
  return files.add(name, `${rows.join("\n")}\n`);
};
