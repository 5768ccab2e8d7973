import type { KeyObject } from "node:crypto";
import { machineImage } from "../images/built-in-image.ts";
import { instanceTypes } from "../instances/instance-types.ts";
import type { InstanceRow } from "../instances/table.ts";
import { signDocument } from "./identity-key.ts";
import type { MetadataFolder } from "./metadata-tree.ts";
import { signedDocument } from "./signed-document.ts";

/**
 * The text that says who the instance is.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html
 */
export const identityDocument = (row: InstanceRow): string => {
  const architecture = instanceTypes.get(row.instanceType)?.architecture ?? "x86_64";
  return JSON.stringify(
    {
      accountId: row.accountId,
      architecture: machineImage(row.imageId, row.accountId, architecture).architecture,
      availabilityZone: row.availabilityZone,
      billingProducts: null,
      devpayProductCodes: null,
      marketplaceProductCodes: null,
      imageId: row.imageId,
      instanceId: row.id,
      instanceType: row.instanceType,
      kernelId: null,
      pendingTime: `${new Date(row.launchTime).toISOString().slice(0, 19)}Z`,
      privateIp: row.privateIpAddress,
      ramdiskId: null,
      region: row.region,
      version: "2017-09-30",
    },
    undefined,
    2,
  );
};

/** `dynamic/instance-identity/`: the document and what vouches for it. */
export const identityFolder = (row: InstanceRow, key: () => Promise<KeyObject>): MetadataFolder => {
  const document = identityDocument(row);
  const signed = async (): Promise<string> => signedDocument(await key(), document);
  return {
    document,
    pkcs7: signed,
    rsa2048: signed,
    signature: async () => signDocument(await key(), document),
  };
};
