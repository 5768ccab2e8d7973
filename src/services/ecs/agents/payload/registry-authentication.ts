import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { parseArn } from "../../../../arn.ts";

const ECR = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\//;

/**
 * How the agent signs in to the registry of a container's image; nothing for a public one.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/private-auth.html
 */
export const registryAuthentication = (
  container: ContainerDefinition,
  region: string,
  hasExecutionRole: boolean,
): Readonly<Record<string, unknown>> | undefined => {
  const credentialsParameter = container.repositoryCredentials?.credentialsParameter;
  if (credentialsParameter !== undefined) {
    return {
      type: "asm",
      asmAuthData: { credentialsParameter, region: parseArn(credentialsParameter)?.region || region },
    };
  }
  const registry = ECR.exec(container.image ?? "");
  if (registry === null) return undefined;
  return {
    type: "ecr",
    ecrAuthData: {
      registryId: registry[1],
      region: registry[2],
      endpointOverride: "",
      useExecutionRole: hasExecutionRole,
    },
  };
};
