import type { Cipher } from "./cipher.ts";
import { SecretKeyError } from "./secret-key.ts";
import type { StoredChange } from "./storage/storage.ts";

/** The table of the one row that tells whether a key is the one that the secrets were sealed with. */
export const SEAL_CHECK_TABLE = "portreeve.sealCheck";

const KEY = "secretKey";
const PLACE = JSON.stringify([SEAL_CHECK_TABLE, KEY]);
const PLAIN = "portreeve";

/** The row to store when the first cipher comes. */
export const sealCheck = (cipher: Cipher): Required<StoredChange> => ({
  table: SEAL_CHECK_TABLE,
  key: KEY,
  value: cipher.seal(PLAIN, PLACE),
});

/** Throws {@link SecretKeyError} unless `cipher` is the one that made the stored row. */
export const assertSameKey = (stored: string, cipher: Cipher | undefined): void => {
  if (cipher === undefined) throw new SecretKeyError("the stored secrets are sealed, and no key was given");
  try {
    if (cipher.open(stored, PLACE) === PLAIN) return;
  } catch (error) {
    throw new SecretKeyError(
      "the secret key is not the one that the stored secrets are sealed with: bring back the key file (or " +
        "PORTREEVE_SECRET_KEY) that belongs to this state",
      { cause: error },
    );
  }
  throw new SecretKeyError("the stored mark of the secret key is damaged");
};
