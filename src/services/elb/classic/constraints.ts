import { broken, type Constraint, range, text } from "../../iam/index.ts";
import { validationError } from "../errors.ts";

const TAG_CHARACTERS = "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$";
const ATTRIBUTE_CHARACTERS = "^[a-zA-Z0-9.]+$";

/**
 * The constraints of the service's model, by the members' path; an entry of a list has its list's path.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Types.html
 */
const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  PageSize: range(1, 400),
  InstancePort: range(1, 65_535),
  "Listeners.InstancePort": range(1, 65_535),
  "HealthCheck.Interval": range(5, 300),
  "HealthCheck.Timeout": range(2, 60),
  "HealthCheck.UnhealthyThreshold": range(2, 10),
  "HealthCheck.HealthyThreshold": range(2, 10),
  // 4,000 since 2017: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html
  "LoadBalancerAttributes.ConnectionSettings.IdleTimeout": range(1, 4000),
  "LoadBalancerAttributes.AdditionalAttributes": range(0, 10),
  "LoadBalancerAttributes.AdditionalAttributes.Key": text(0, 256, ATTRIBUTE_CHARACTERS),
  "LoadBalancerAttributes.AdditionalAttributes.Value": text(0, 256, ATTRIBUTE_CHARACTERS),
  Tags: range(1, Number.MAX_SAFE_INTEGER),
  "Tags.Key": text(1, 128, TAG_CHARACTERS),
  "Tags.Value": text(0, 256, TAG_CHARACTERS),
};

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeTags.html */
const OF_OPERATIONS: Readonly<Record<string, Readonly<Record<string, Constraint>>>> = {
  DescribeTags: { LoadBalancerNames: range(1, 20) },
};

/** Longer values would drown the sentence. */
const LONGEST_SHOWN = 256;

const lowered = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

const shown = (at: string, value: unknown): string =>
  typeof value === "object" || String(value).length > LONGEST_SHOWN
    ? `Value at '${at}'`
    : `Value '${value}' at '${at}'`;

const sentencesAbout = (
  constraints: Readonly<Record<string, Constraint>>,
  value: unknown,
  path: string,
  at: string,
): readonly string[] => {
  if (value === undefined || value === null) return [];
  const constraint = constraints[path];
  const own =
    constraint === undefined
      ? []
      : broken(value, constraint).map(
          (sentence) => `${shown(at, value)} failed to satisfy constraint: ${sentence}`,
        );
  if (typeof value !== "object") return own;
  const inner = Array.isArray(value)
    ? value.flatMap((entry, index) => sentencesAbout(constraints, entry, path, `${at}.${index + 1}.member`))
    : Object.entries(value).flatMap(([name, member]) =>
        sentencesAbout(
          constraints,
          member,
          path === "" ? name : `${path}.${name}`,
          at === "" ? lowered(name) : `${at}.${lowered(name)}`,
        ),
      );
  return [...own, ...inner];
};

/**
 * Checks a request's members against the service's model. Throws ValidationError that names every one that breaks
 * a constraint, in the words of AWS's framework.
 */
export const checkConstraints = (operation: string, input: object): void => {
  const constraints = { ...CONSTRAINTS, ...OF_OPERATIONS[operation] };
  const sentences = sentencesAbout(constraints, input, "", "");
  if (sentences.length === 0) return;
  const errors = sentences.length === 1 ? "error" : "errors";
  throw validationError(`${sentences.length} validation ${errors} detected: ${sentences.join("; ")}`);
};
