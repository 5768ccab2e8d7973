import type { Credentials } from "../../signature/index.ts";
import type { World } from "../../world.ts";
import { type InstanceMetadata, InstanceMetadataError } from "./instance-metadata.ts";

/** The credentials to sign with at this moment. */
export type CredentialSource = () => Promise<Credentials>;

/** Credentials that never change: those of the environment, for an instance outside of EC2. */
export const staticCredentials =
  (credentials: Credentials): CredentialSource =>
  async () =>
    credentials;

// Why five minutes: AWS puts new credentials there at least five minutes before the old ones expire.
const early = 5 * 60_000;
const folder = "/latest/meta-data/iam/security-credentials/";

const parse = (text: string): { readonly credentials: Credentials; readonly expiration: number } => {
  const members = JSON.parse(text) as Readonly<Record<string, string | undefined>>;
  const { Code, Message, AccessKeyId, SecretAccessKey, Token, Expiration } = members;
  if (Code !== undefined && Code !== "Success") throw new InstanceMetadataError(`${Code}: ${Message ?? ""}`);
  if (AccessKeyId === undefined || SecretAccessKey === undefined || Expiration === undefined)
    throw new InstanceMetadataError("the instance profile's credentials are incomplete");
  return {
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(Token === undefined ? {} : { sessionToken: Token }),
    },
    expiration: Date.parse(Expiration),
  };
};

/**
 * The instance profile's role, refreshed five minutes before its credentials expire. If a refresh fails, the old
 * ones serve until they have expired.
 *
 * @throws InstanceMetadataError if the instance has no instance profile
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html
 */
export const instanceProfileCredentials = (metadata: InstanceMetadata, world: World): CredentialSource => {
  let known: { readonly credentials: Credentials; readonly expiration: number } | undefined;
  let refreshing: Promise<Credentials> | undefined;

  const refresh = async (): Promise<Credentials> => {
    const role = (await metadata.get(folder))?.split("\n")[0]?.trim();
    if (role === undefined || role === "")
      throw new InstanceMetadataError(
        "the instance has no instance profile, so there is nothing to sign with",
      );
    const text = await metadata.get(`${folder}${role}`);
    if (text === undefined) throw new InstanceMetadataError(`no credentials for the role ${role}`);
    known = parse(text);
    return known.credentials;
  };

  return async () => {
    const now = world.now();
    if (known !== undefined && known.expiration - early > now) return known.credentials;
    refreshing ??= refresh().finally(() => {
      refreshing = undefined;
    });
    if (known === undefined || known.expiration <= now) return refreshing;
    const { credentials } = known;
    return refreshing.catch(() => credentials);
  };
};
