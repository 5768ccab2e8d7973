import type { InstanceMetadata } from "../identity/instance-metadata.ts";

/** What the instance metadata service says of the machine. */
export type InstanceFacts = {
  readonly identityDocument: string;
  readonly identityDocumentSignature: string;
  readonly region: string | undefined;
  readonly instanceId: string | undefined;
  readonly availabilityZone: string | undefined;
};

/** The facts of an instance outside of EC2. */
export const noInstanceFacts: InstanceFacts = {
  identityDocument: "",
  identityDocumentSignature: "",
  region: undefined,
  instanceId: undefined,
  availabilityZone: undefined,
};

const member = (document: string, name: string): string | undefined => {
  try {
    const value = (JSON.parse(document) as Readonly<Record<string, unknown>>)[name];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Asks for the machine's identity, in the order of Amazon's agent.
 *
 * @param beforeSignature reads the role's credentials, which Amazon's agent fetches in between
 */
export const readInstanceFacts = async (
  metadata: InstanceMetadata,
  beforeSignature: () => Promise<unknown>,
): Promise<InstanceFacts> => {
  const identityDocument = (await metadata.get("/latest/dynamic/instance-identity/document")) ?? "";
  const instanceId = await metadata.get("/latest/meta-data/instance-id");
  const mac = (await metadata.get("/latest/meta-data/mac"))?.trim();
  if (mac !== undefined && mac !== "")
    for (const fact of ["vpc-id", "subnet-id"])
      await metadata.get(`/latest/meta-data/network/interfaces/macs/${mac}/${fact}`);
  await metadata.get("/latest/meta-data/placement/availability-zone-id");
  await beforeSignature();
  await metadata.get("/latest/meta-data/outpost-arn");
  const identityDocumentSignature = (await metadata.get("/latest/dynamic/instance-identity/signature")) ?? "";
  return {
    identityDocument,
    identityDocumentSignature,
    region: member(identityDocument, "region"),
    instanceId: instanceId ?? member(identityDocument, "instanceId"),
    availabilityZone: member(identityDocument, "availabilityZone"),
  };
};
