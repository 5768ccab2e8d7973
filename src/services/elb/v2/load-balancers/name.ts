import { validationError } from "../errors.ts";

const LONGEST = 32;

/**
 * Refuses names that AWS refuses.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 *
 * @throws AwsError ValidationError
 */
export const checkLoadBalancerName = (name: string): void => {
  const noun = `The load balancer name '${name}'`;
  if (name === "") throw validationError("A load balancer name must be specified");
  if (name.length > LONGEST) throw validationError(`${noun} cannot be longer than '${LONGEST}' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw validationError(
      `${noun} can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  if (name.startsWith("-") || name.endsWith("-"))
    throw validationError(`${noun} cannot begin or end with a hyphen(-)`);
  if (name.startsWith("internal-")) throw validationError(`${noun} cannot begin with 'internal-'`);
};
