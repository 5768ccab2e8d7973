import { clientException } from "../../errors.ts";
import type { ContainerRule } from "./rule.ts";

const SECURITY_OPTION =
  /^(no-new-privileges(:(true|false))?|apparmor[:=].+|label[:=].+|credentialspec(domainless)?:.+)$/;
const CREDENTIAL_SPEC = /^credentialspec(domainless)?:.+$/;

/**
 * Security options that Docker knows, and credential specs of which a container may have one.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export const securityOptions: ContainerRule = ({ name, dockerSecurityOptions, credentialSpecs }) => {
  const unknown = (dockerSecurityOptions ?? []).find((option) => !SECURITY_OPTION.test(option));
  if (unknown !== undefined) {
    throw clientException(`Invalid 'dockerSecurityOptions' setting for container '${name}': ${unknown}`);
  }
  const specs = credentialSpecs ?? [];
  if (specs.length > 1 || specs.some((spec) => !CREDENTIAL_SPEC.test(spec))) {
    throw clientException(`Invalid 'credentialSpecs' setting for container '${name}'.`);
  }
};
