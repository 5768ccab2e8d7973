import type { Attribute } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { clientException } from "../errors.ts";

/** What is read of an instance identity document. */
export type IdentityDocument = {
  readonly instanceId?: string;
  readonly attributes: readonly Attribute[];
};

const NONE: IdentityDocument = { attributes: [] };

/** Members of the document that become attributes. */
const ATTRIBUTES = {
  imageId: "ecs.ami-id",
  availabilityZone: "ecs.availability-zone",
  instanceType: "ecs.instance-type",
  architecture: "ecs.cpu-architecture",
} as const;

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && value.length <= 128 ? value : undefined;

/**
 * Reads an EC2 instance identity document, which external instances do not have.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-identity-documents.html
 *
 * @throws AwsError ClientException for a document that is none, or of another account
 */
export const readIdentityDocument = (scope: Scope, document: string | undefined): IdentityDocument => {
  if (!document) return NONE;
  const members = parse(document);
  const account = text(members["accountId"]);
  if (account !== undefined && account !== scope.accountId) {
    throw clientException("The instance identity document belongs to another account.");
  }
  const instanceId = text(members["instanceId"]);
  const attributes: Attribute[] = [];
  for (const [member, name] of Object.entries(ATTRIBUTES)) {
    const value = text(members[member]);
    if (value !== undefined) attributes.push({ name, value });
  }
  return { ...(instanceId === undefined ? {} : { instanceId }), attributes };
};

const parse = (document: string): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(document);
    if (parsed !== null && typeof parsed === "object" && !Array.isArray(parsed)) {
      return parsed as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Told below, like any other document that is no JSON object.
  }
  throw clientException("The instance identity document is not valid.");
};
