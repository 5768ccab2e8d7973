import type { World } from "../../world.ts";
import { createApiClient } from "../api/client.ts";
import { describeError } from "../api/errors.ts";
import type { PayloadContainer, PayloadSecret, RoleCredentials } from "./payload-task.ts";
import { TaskError } from "./reasons.ts";

/** Where the secrets of containers come from. */
export type SecretSource = {
  /**
   * The values by variable name, read with the execution role's credentials.
   *
   * @throws TaskError `ResourceInitializationError`; the text never holds a value
   */
  readonly read: (
    container: PayloadContainer,
    executionRole: RoleCredentials | undefined,
  ) => Promise<Readonly<Record<string, string>>>;
};

/** `arn:…:secret:name-suffix:jsonKey:versionStage:versionId`, of which the last three may be empty or absent. */
const parseSecretId = (valueFrom: string) => {
  const parts = valueFrom.split(":");
  if (!valueFrom.startsWith("arn:") || parts.length <= 7) return { id: valueFrom };
  const [jsonKey, versionStage, versionId] = parts.slice(7);
  return { id: parts.slice(0, 7).join(":"), jsonKey, versionStage, versionId };
};

/**
 * Secrets of Systems Manager parameters and Secrets Manager, at the control plane's own endpoint.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export const createSecretSource = (endpoint: string, region: string, world: World): SecretSource => {
  const none = async () => {
    throw new Error("secrets are read with the execution role only");
  };
  const ssm = createApiClient({ service: "ssm", endpoint, region, credentials: none, world });
  const secretsManager = createApiClient({
    service: "secretsmanager",
    endpoint,
    region,
    credentials: none,
    world,
  });

  const parameter = async (secret: PayloadSecret, credentials: RoleCredentials): Promise<string> => {
    const answer = await ssm.call(
      "GetParameters",
      { Names: [secret.valueFrom], WithDecryption: true },
      { credentials },
    );
    const [found] = (answer["Parameters"] ?? []) as readonly { readonly Value?: string }[];
    if (found?.Value === undefined) throw new Error(`invalid ssm parameters: ${secret.valueFrom}`);
    return found.Value;
  };
  const secretValue = async (secret: PayloadSecret, credentials: RoleCredentials): Promise<string> => {
    const { id, jsonKey, versionStage, versionId } = parseSecretId(secret.valueFrom);
    const answer = await secretsManager.call(
      "GetSecretValue",
      {
        SecretId: id,
        ...(versionStage ? { VersionStage: versionStage } : {}),
        ...(versionId ? { VersionId: versionId } : {}),
      },
      { credentials },
    );
    const text = answer["SecretString"];
    if (typeof text !== "string") throw new Error(`${id} holds no text`);
    if (!jsonKey) return text;
    const value = (JSON.parse(text) as Readonly<Record<string, unknown>>)[jsonKey];
    if (value === undefined) throw new Error(`${id} has no JSON key ${jsonKey}`);
    return typeof value === "string" ? value : JSON.stringify(value);
  };

  return {
    read: async (container, executionRole) => {
      const wanted = container.secrets.filter(({ target }) => target === "CONTAINER");
      if (wanted.length === 0) return {};
      if (executionRole === undefined)
        throw new TaskError(
          "ResourceInitializationError",
          "the task has secrets, but no execution role credentials have come",
        );
      try {
        const values = wanted.map(async (secret) => {
          const value = await (secret.provider === "ssm" ? parameter : secretValue)(secret, executionRole);
          return [secret.name, value] as const;
        });
        return Object.fromEntries(await Promise.all(values));
      } catch (error) {
        const what = error instanceof SyntaxError ? "the secret is not JSON" : describeError(error);
        throw new TaskError("ResourceInitializationError", `unable to pull secrets: ${what}`);
      }
    },
  };
};
