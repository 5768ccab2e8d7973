import { AgentExit } from "../registration/exit.ts";
import { type InstanceFacts, noInstanceFacts, readInstanceFacts } from "../registration/instance-facts.ts";
import type { AgentSettings } from "../settings.ts";
import { environmentFromUserData } from "../user-data.ts";
import { type CredentialSource, instanceProfileCredentials, staticCredentials } from "./credential-source.ts";
import { createInstanceMetadata } from "./instance-metadata.ts";

/** Who this instance is and what it signs with. */
export type Identity = {
  readonly credentials: CredentialSource;
  readonly facts: InstanceFacts;
  /** The configured cluster, else the user data's, else empty. */
  readonly cluster: string;
};

/**
 * Credentials and identity: from the environment alone, or from the instance metadata service.
 *
 * @throws AgentExit, InstanceMetadataError, ConnectionError
 */
export const identify = async (settings: AgentSettings): Promise<Identity> => {
  const { metadataServiceEndpoint, world, cluster } = settings;
  const fixed = settings.credentials === undefined ? undefined : staticCredentials(settings.credentials);
  if (metadataServiceEndpoint === undefined) {
    if (fixed === undefined)
      throw new AgentExit(5, "there are neither credentials nor an instance metadata service");
    return { credentials: fixed, facts: noInstanceFacts, cluster };
  }
  const metadata = createInstanceMetadata(metadataServiceEndpoint, world);
  const userData = (await metadata.get("/latest/user-data")) ?? "";
  const credentials = fixed ?? instanceProfileCredentials(metadata, world);
  const facts = await readInstanceFacts(metadata, credentials);
  return { credentials, facts, cluster: cluster || (environmentFromUserData(userData)["ECS_CLUSTER"] ?? "") };
};
