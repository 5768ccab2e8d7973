import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its private key, in PEM. */
export type SelfMade = { readonly certificate: string; readonly privateKey: string };

/** How a certificate is made: for whom, with which key, by whom it is signed (by itself when missing). */
export type Making = {
  readonly name: string;
  readonly key?: "rsa:2048" | "ec" | "ed25519";
  readonly issuer?: SelfMade;
  readonly days?: number;
};

/** Makes a certificate with OpenSSL, as users do: Node has no way to. */
export const selfMadeCertificate = ({ name, key = "ec", issuer, days = 30 }: Making): SelfMade => {
  const directory = mkdtempSync(join(tmpdir(), "portreeve-certificate-"));
  const file = (of: string): string => join(directory, of);
  try {
    const keyOptions =
      key === "ec" ? ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"] : ["-newkey", key];
    execFileSync(
      "openssl",
      [
        "req",
        "-new",
        "-nodes",
        ...keyOptions,
        "-keyout",
        file("key"),
        "-out",
        file("request"),
        "-subj",
        `/CN=${name}`,
      ],
      { stdio: "pipe" },
    );
    writeFileSync(file("extensions"), `subjectAltName=DNS:${name}\nbasicConstraints=CA:TRUE\n`);
    if (issuer !== undefined) {
      writeFileSync(file("issuer"), issuer.certificate);
      writeFileSync(file("issuer-key"), issuer.privateKey);
    }
    const signer =
      issuer === undefined
        ? ["-signkey", file("key")]
        : ["-CA", file("issuer"), "-CAkey", file("issuer-key"), "-set_serial", "2"];
    execFileSync(
      "openssl",
      [
        "x509",
        "-req",
        "-in",
        file("request"),
        ...signer,
        "-days",
        String(days),
        "-extfile",
        file("extensions"),
        "-out",
        file("certificate"),
      ],
      { stdio: "pipe" },
    );
    return {
      certificate: readFileSync(file("certificate"), "utf8"),
      privateKey: readFileSync(file("key"), "utf8"),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};
