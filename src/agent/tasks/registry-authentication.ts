import type { World } from "../../world.ts";
import { createApiClient } from "../api/client.ts";
import { describeError } from "../api/errors.ts";
import type { RegistryCredentials } from "../container-runtime.ts";
import type { CredentialSource } from "../identity/credential-source.ts";
import type { PayloadContainer, RoleCredentials } from "./payload-task.ts";
import { TaskError } from "./reasons.ts";

/** Gets the password with which a container's image is pulled; undefined if the registry wants none. */
export type RegistryAuthentication = (
  container: PayloadContainer,
  executionRole: RoleCredentials | undefined,
) => Promise<RegistryCredentials | undefined>;

const withoutRole = () =>
  new TaskError(
    "CannotPullContainerError",
    "the image needs the task's execution role, whose credentials have not come",
  );

/**
 * Passwords of Amazon ECR (GetAuthorizationToken) and of private registries (a secret with `username` and
 * `password`), got with the execution role, or for ECR with the instance's where the task has none.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
 */
export const createRegistryAuthentication = (settings: {
  readonly endpoint: string;
  readonly region: string;
  readonly instance: CredentialSource;
  readonly world: World;
}): RegistryAuthentication => {
  const { endpoint, instance, world } = settings;

  const fromEcr = async (
    authentication: Extract<NonNullable<PayloadContainer["registryAuthentication"]>, { type: "ecr" }>,
    role: RoleCredentials | undefined,
  ): Promise<RegistryCredentials> => {
    if (authentication.useExecutionRole && role === undefined) throw withoutRole();
    const api = createApiClient({
      service: "ecr",
      endpoint: authentication.endpointOverride ?? endpoint,
      region: authentication.region ?? settings.region,
      credentials: async () => (authentication.useExecutionRole && role !== undefined ? role : instance()),
      world,
    });
    const { registryId } = authentication;
    const answer = await api.call(
      "GetAuthorizationToken",
      registryId === undefined ? {} : { registryIds: [registryId] },
    );
    const [data] = (answer["authorizationData"] ?? []) as readonly {
      readonly authorizationToken?: string;
      readonly proxyEndpoint?: string;
    }[];
    const [username = "", ...password] = Buffer.from(data?.authorizationToken ?? "", "base64")
      .toString()
      .split(":");
    if (password.length === 0) throw new Error("GetAuthorizationToken gave no token");
    return { username, password: password.join(":"), serveraddress: data?.proxyEndpoint ?? "" };
  };

  const fromSecret = async (
    authentication: Extract<NonNullable<PayloadContainer["registryAuthentication"]>, { type: "asm" }>,
    role: RoleCredentials | undefined,
  ): Promise<RegistryCredentials> => {
    if (role === undefined) throw withoutRole();
    const api = createApiClient({
      service: "secretsmanager",
      endpoint,
      region: authentication.region ?? settings.region,
      credentials: async () => role,
      world,
    });
    const answer = await api.call("GetSecretValue", { SecretId: authentication.credentialsParameter });
    const secret = JSON.parse(String(answer["SecretString"])) as {
      readonly username?: string;
      readonly password?: string;
    };
    if (secret.username === undefined || secret.password === undefined)
      throw new Error("the secret holds no username and password");
    return { username: secret.username, password: secret.password, serveraddress: "" };
  };

  return async (container, executionRole) => {
    const authentication = container.registryAuthentication;
    if (authentication === undefined) return undefined;
    try {
      return await (authentication.type === "ecr"
        ? fromEcr(authentication, executionRole)
        : fromSecret(authentication, executionRole));
    } catch (error) {
      if (error instanceof TaskError) throw error;
      const what = error instanceof SyntaxError ? "the secret is not JSON" : describeError(error);
      throw new TaskError(
        authentication.type === "ecr" ? "CannotPullECRContainerError" : "CannotPullContainerError",
        `cannot get the registry's password: ${what}`,
      );
    }
  };
};
