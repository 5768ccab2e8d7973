import { parseArn } from "../../../../arn.ts";
import { clientException } from "../../errors.ts";
import { type ContainerRule, repeated } from "./rule.ts";

const MOST_FILES = 10;

/**
 * Environment variables and secrets: no name twice among both, and a role to read the secrets with.
 * https://github.com/dagster-io/dagster/issues/11622 (a name of both)
 * https://github.com/CircleCI-Public/aws-ecs-orb/issues/210 (a secret twice)
 * https://github.com/fabfuel/ecs-deploy/issues/87 (no execution role)
 */
export const secrets: ContainerRule = ({ environment, secrets: wanted }, task) => {
  if ((environment ?? []).some(({ name }) => !name)) {
    throw clientException("Environment variable name should not be null or empty.");
  }
  if (wanted === undefined || wanted.length === 0) return;
  for (const { name, valueFrom } of wanted) {
    if (!name) throw clientException("The secret name should not be null or empty.");
    if (!valueFrom) throw clientException(`The valueFrom of secret '${name}' should not be null or empty.`);
  }
  const twice = repeated(wanted.map(({ name }) => name));
  if (twice.length > 0) {
    throw clientException(
      `Duplicate secret names found: ${twice.join(", ")}. Each secret name must be unique.`,
    );
  }
  const variables = new Set(environment?.map(({ name }) => name));
  const shared = wanted.find(({ name }) => variables.has(name));
  if (shared !== undefined) {
    throw clientException(
      `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${shared.name}'.`,
    );
  }
  if (!task.executionRoleArn) {
    throw clientException(
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    );
  }
};

/**
 * Files of environment variables in Amazon S3.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/use-environment-file.html
 * https://github.com/aws/aws-sdk/issues/311 (an ARN that is none)
 */
export const environmentFiles: ContainerRule = ({ environmentFiles: files }, task) => {
  if (files === undefined || files.length === 0) return;
  if (files.length > MOST_FILES) throw clientException("Too many environment files.");
  for (const { value = "" } of files) {
    if (parseArn(value)?.service !== "s3") throw clientException("Invalid arn syntax.");
    if (!value.endsWith(".env")) throw clientException("Environment file must have a .env file extension.");
  }
  if (!task.executionRoleArn) {
    throw clientException(
      "When you are specifying environment files, you must also specify a value for 'executionRoleArn'.",
    );
  }
};

/** The login to a private registry; the execution role reads it. https://github.com/aws-actions/amazon-ecs-deploy-task-definition/pull/52 */
export const repositoryCredentials: ContainerRule = ({ repositoryCredentials: credentials }, task) => {
  if (credentials === undefined) return;
  if (!credentials.credentialsParameter) {
    throw clientException("credentialsParameter should not be null or empty.");
  }
  if (!task.executionRoleArn) {
    throw clientException(
      "When you are specifying repository credentials, you must also specify a value for 'executionRoleArn'.",
    );
  }
};
