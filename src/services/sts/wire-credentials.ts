import type { Credentials } from "@aws-sdk/client-sts";
import type { SessionCredentials } from "../../operation/index.ts";
import type { Given } from "../iam/index.ts";

/** Session credentials as STS answers them; the expiration has whole seconds. */
export const wireCredentials = (credentials: SessionCredentials): Given<Credentials> => ({
  AccessKeyId: credentials.accessKeyId,
  SecretAccessKey: credentials.secretAccessKey,
  SessionToken: credentials.sessionToken,
  Expiration: new Date(Math.floor(credentials.expiration / 1000) * 1000),
});
