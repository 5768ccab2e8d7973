import type { ContainerDefinition, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { clientException } from "../../errors.ts";
import { type NamedContainer, repeated } from "./rule.ts";

const NAME = /^[a-zA-Z0-9_-]+$/;
const IMAGE = /^[a-zA-Z0-9\-_:./#]+$/;
const DIGEST = /^sha256:[a-fA-F0-9]{64}$/;
const LENGTH = 255;
const MOST_CONTAINERS = 10;

const requireName = (member: string, text: string | undefined): string => {
  if (text === undefined || text === "") throw clientException(`${member} should not be null or empty.`);
  if (text.length > LENGTH) throw clientException(`${member} should be ${LENGTH} characters or less`);
  if (!NAME.test(text)) throw clientException(`${member} contains invalid characters.`);
  return text;
};

/**
 * The family: letters, digits, hyphens and underscores.
 * https://github.com/quintilesims/layer0/issues/441
 */
export const requireFamily = (task: RegisterTaskDefinitionRequest): string =>
  requireName("Family", task.family);

/**
 * An image name, with a tag or a digest; the limit of 255 characters leaves the digest out.
 * https://github.com/convox/praxis/issues/121 (empty)
 * https://github.com/Shippable/support/issues/3094 (characters)
 * https://github.com/hashicorp/terraform-provider-aws/issues/22629 (length)
 */
const requireImage = (image: string | undefined): void => {
  if (image === undefined || image === "") {
    throw clientException("Container.image should not be null or empty.");
  }
  const at = image.indexOf("@");
  const repository = at === -1 ? image : image.slice(0, at);
  if (repository.length > LENGTH) throw clientException("Container.image should be 255 characters or less");
  const digest = at === -1 ? undefined : image.slice(at + 1);
  if (!IMAGE.test(repository) || (digest !== undefined && !DIGEST.test(digest))) {
    throw clientException("Container.image contains invalid characters.");
  }
};

/**
 * The containers: at least one, at most ten, each with a name of its own and an image, one of them essential.
 * https://github.com/awsdocs/aws-cloudformation-user-guide/pull/454 (none)
 * https://github.com/aws/amazon-ecs-cli/issues/184 (too many)
 * https://github.com/hashicorp/terraform/issues/2888, https://github.com/ansible/ansible/issues/22860 (names)
 * https://github.com/Shippable/support/issues/2946 (the same name twice)
 * https://github.com/eagletmt/hako/pull/68 (none essential)
 */
export const requireContainers = (
  definitions: readonly ContainerDefinition[] | undefined,
): readonly NamedContainer[] => {
  if (definitions === undefined || definitions.length === 0) {
    throw clientException("Container list cannot be empty.");
  }
  if (definitions.length > MOST_CONTAINERS) throw clientException("Too many containers.");
  const containers = definitions.map((definition) => {
    const name = requireName("Container.name", definition.name);
    requireImage(definition.image);
    return { ...definition, name };
  });
  if (repeated(containers.map(({ name }) => name)).length > 0) {
    throw clientException("Container names must be unique within a Task Definition.");
  }
  if (containers.every(({ essential }) => essential === false)) {
    throw clientException("Task definition doesn't have any essential container.");
  }
  return containers;
};
