import { partitionOfRegion } from "../../../arn.ts";
import type { ControlPlane } from "../../../operation/index.ts";
import { type InstanceRow, instanceTable } from "../instances/table.ts";
import { tagsOf } from "../tags/table.ts";
import { iamFolder } from "./iam-folder.ts";
import { identityFolder } from "./identity-document.ts";
import { identityKey } from "./identity-key.ts";
import { instanceMetadata } from "./instance-metadata.ts";
import { type MetadataServer, type MetadataSubject, openMetadataServer } from "./metadata-server.ts";
import { createRoleCredentials } from "./role-credentials.ts";

/** The metadata services of all running instances, one server each. */
export type MetadataServices = {
  /** Starts the instance's service, if it does not run; answers its URL. */
  readonly open: (instanceId: string) => Promise<string>;
  readonly close: (instanceId: string) => Promise<void>;
  readonly closeAll: () => Promise<void>;
};

/** Serves metadata out of the control plane's state on loopback addresses, or on `host`. */
export const createMetadataServices = (
  plane: ControlPlane,
  options: { readonly host?: string | undefined } = {},
): MetadataServices => {
  const credentials = createRoleCredentials(plane);
  const servers = new Map<string, Promise<MetadataServer>>();
  let signingKey: ReturnType<typeof identityKey> | undefined;
  const key = (): ReturnType<typeof identityKey> => {
    signingKey ??= identityKey(plane.state);
    return signingKey;
  };

  const subjectOf = (row: InstanceRow): MetadataSubject => ({
    httpTokens: row.metadataOptions.httpTokens,
    httpEndpoint: row.metadataOptions.httpEndpoint,
    folder: (delivery) =>
      instanceMetadata(row, {
        tags: tagsOf(plane.state, row, row.id),
        partition: partitionOfRegion(row.region),
        iam: iamFolder(row, credentials, delivery, plane.world.now()),
        identity: identityFolder(row, key),
      }),
  });

  const openAt = async (instanceId: string, port = 0): Promise<MetadataServer> => {
    const server = {
      subject: () => {
        const row = plane.state.table(instanceTable).get(instanceId);
        return row === undefined ? undefined : subjectOf(row);
      },
      world: plane.world,
      host: options.host ?? "127.0.0.1",
    };
    try {
      return await openMetadataServer({ ...server, port });
    } catch (error) {
      if (port === 0) throw error;
      // Somebody has taken the port meanwhile.
      return openMetadataServer({ ...server, port: 0 });
    }
  };

  const close = async (instanceId: string): Promise<void> => {
    const server = servers.get(instanceId);
    servers.delete(instanceId);
    credentials.forget(instanceId);
    await (await server?.catch(() => undefined))?.close();
  };

  return {
    open: async (instanceId) => {
      const found = servers.get(instanceId);
      if (found !== undefined) return (await found).url;
      const opening = openAt(instanceId, plane.state.table(instanceTable).get(instanceId)?.metadataPort);
      servers.set(instanceId, opening);
      opening.catch(() => servers.delete(instanceId));
      return (await opening).url;
    },
    close,
    closeAll: async () => {
      await Promise.all([...servers.keys()].map(close));
    },
  };
};
