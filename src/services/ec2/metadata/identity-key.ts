import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { promisify } from "node:util";
import { defineTable, type Reader, type State } from "../../../state/index.ts";

/** The key that vouches for the identity documents of all instances; encrypted at rest. */
type IdentityKeyRow = {
  readonly id: "identity";
  /** PKCS #8, PEM. */
  readonly privateKey: string;
};

const identityKeyTable = defineTable<IdentityKeyRow>()({
  name: "ec2.identityKeys",
  key: (row) => row.id,
  indexes: {},
  secrets: ["privateKey"],
});

const makeKey = async (): Promise<string> => {
  const pair = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
};

/** The key, made at the first call in the life of the installation. */
export const identityKey = async (state: State): Promise<KeyObject> => {
  const found = state.table(identityKeyTable).get("identity");
  if (found !== undefined) return createPrivateKey(found.privateKey);
  const privateKey = await makeKey();
  const kept = await state.transact((transaction) => {
    const table = transaction.table(identityKeyTable);
    // Two instances may start at once: the first key that is written stays.
    const earlier = table.get("identity");
    if (earlier === undefined) table.put({ id: "identity", privateKey });
    return earlier?.privateKey ?? privateKey;
  });
  return createPrivateKey(kept);
};

/** The signature of an identity document, as `instance-identity/signature` serves it: base64 in lines of 64. */
export const signDocument = (key: KeyObject, document: string): string =>
  (
    sign("sha256", Buffer.from(document, "utf8"), key)
      .toString("base64")
      .match(/.{1,64}/g) ?? []
  ).join("\n");

/**
 * Whether an identity document was signed by this installation's metadata service, so that what it says of the
 * instance is true. Both are the texts that RegisterContainerInstance carries.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html
 */
export const verifyInstanceIdentity = (state: Reader, document: string, signature: string): boolean => {
  const row = state.table(identityKeyTable).get("identity");
  if (row === undefined) return false;
  const bytes = Buffer.from(signature.replace(/\s/g, ""), "base64");
  return verify("sha256", Buffer.from(document, "utf8"), createPublicKey(row.privateKey), bytes);
};
