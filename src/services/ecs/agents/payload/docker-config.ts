import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { healthCheck } from "./health-check.ts";
import { present } from "./present.ts";

/**
 * What of a container definition travels as Docker's own `Config`: the agent lays it over what it computes.
 * https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerCreate
 */
export const dockerConfig = (container: ContainerDefinition): Readonly<Record<string, unknown>> =>
  present({
    WorkingDir: container.workingDirectory,
    User: container.user,
    Hostname: container.hostname,
    Labels: container.dockerLabels,
    Healthcheck: healthCheck(container.healthCheck),
    Tty: container.pseudoTerminal,
    OpenStdin: container.interactive,
  });
