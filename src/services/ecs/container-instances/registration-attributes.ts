import type { Attribute } from "@aws-sdk/client-ecs";
import { invalidParameter } from "../errors.ts";

/** Attributes of these names are told by the agent; all others are custom. */
const AGENTS_OWN = /^(?:ecs|com\.amazonaws\.ecs|portreeve)\./;

const NAME = /^[a-zA-Z0-9\-_./]{1,128}$/;
const LONGEST_VALUE = 128;

/**
 * Refuses attributes that cannot be.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attribute.html
 *
 * @throws AwsError InvalidParameterException
 */
export const checkedAttributes = (attributes: readonly Attribute[] | undefined): readonly Attribute[] =>
  (attributes ?? []).map(({ name, value }) => {
    if (name === undefined || !NAME.test(name)) throw invalidParameter(`Invalid attribute name: ${name}`);
    if ((value?.length ?? 0) > LONGEST_VALUE) throw invalidParameter(`Invalid attribute value for ${name}`);
    return value === undefined ? { name } : { name, value };
  });

/**
 * The attributes of an instance after a registration: what the agent sent, with what its identity document
 * adds, in the place of what it sent before. Custom attributes stay: an agent sends them only once.
 */
export const registeredAttributes = (
  before: readonly Attribute[],
  sent: readonly Attribute[],
  derived: readonly Attribute[],
): readonly Attribute[] => {
  const attributes = new Map<string, Attribute>();
  for (const attribute of before) {
    if (!AGENTS_OWN.test(attribute.name ?? "")) attributes.set(attribute.name ?? "", attribute);
  }
  for (const attribute of [...derived, ...sent]) attributes.set(attribute.name ?? "", attribute);
  return [...attributes.values()];
};
