import { type KeyObject, sign } from "node:crypto";
import { integer, nothing, octets, oid, sequence, set, tagged, utf8 } from "./der.ts";

const OID = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  sha256: "2.16.840.1.101.3.4.2.1",
  rsa: "1.2.840.113549.1.1.1",
  commonName: "2.5.4.3",
};

/**
 * A document with its signature in PKCS #7 signed data (RFC 2315, without certificates), base64 in lines
 * of 64, as `instance-identity/pkcs7` and `rsa2048` serve it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-rsa2048.html
 */
export const signedDocument = (key: KeyObject, document: string): string => {
  const content = Buffer.from(document, "utf8");
  const sha256 = sequence(oid(OID.sha256), nothing);
  const issuer = sequence(set(sequence(oid(OID.commonName), utf8("Portreeve instance identity"))));
  const signer = sequence(
    integer(1),
    sequence(issuer, integer(1)),
    sha256,
    sequence(oid(OID.rsa), nothing),
    octets(sign("sha256", content, key)),
  );
  const signedData = sequence(
    integer(1),
    set(sha256),
    sequence(oid(OID.data), tagged(0xa0, octets(content))),
    set(signer),
  );
  const whole = sequence(oid(OID.signedData), tagged(0xa0, signedData));
  return (whole.toString("base64").match(/.{1,64}/g) ?? []).join("\n");
};
