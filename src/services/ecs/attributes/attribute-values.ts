import type { Attribute } from "@aws-sdk/client-ecs";
import { invalidParameter } from "../errors.ts";

const NAME = /^[a-zA-Z0-9_./\\-]{1,128}$/;
const VALUE = /^(?! )[a-zA-Z0-9_./@:\\ -]{1,128}(?<! )$/;

/** Whether an attribute is the agent's, or AWS's, and so no custom one. */
export const isReservedAttribute = (name: string | undefined): boolean =>
  /^(ecs|com\.amazonaws\.ecs)\./.test(name ?? "");

/**
 * Refuses a custom attribute that cannot be.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Attribute.html
 *
 * @throws AwsError InvalidParameterException
 */
export const requireAttribute = ({ name, value }: Attribute): void => {
  if (name === undefined || !NAME.test(name)) throw invalidParameter("Attribute name is invalid.");
  if (isReservedAttribute(name)) {
    throw invalidParameter(`Attribute name ${name} is reserved and cannot be used for a custom attribute.`);
  }
  if (value !== undefined && !VALUE.test(value)) throw invalidParameter("Attribute value is invalid.");
};
