import { validationError } from "../../errors.ts";

const LONGEST = 32;

/**
 * Checks the name of a new load balancer.
 * Texts: https://github.com/supergiant/control/issues/85 and https://github.com/jcowley/elb-instance-reboot/issues/1
 */
export const checkName = (name: string): void => {
  if (name === "") throw validationError("LoadBalancer name cannot be empty");
  if (name.length > LONGEST)
    throw validationError(`LoadBalancer name cannot be longer than ${LONGEST} characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw validationError(
      "LoadBalancer name cannot contain characters that are not letters, or digits or the dash.",
    );
  if (name.startsWith("-") || name.endsWith("-"))
    throw validationError("LoadBalancer name cannot begin or end with a dash.");
};
