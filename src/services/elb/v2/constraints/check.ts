import { broken } from "../../../iam/index.ts";
import { validationError } from "../errors.ts";
import { RULES, type Rule } from "./members.ts";

const memberName = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/** Longer values would drown the sentence. */
const LONGEST_SHOWN = 256;

const sentences = (at: string, value: unknown, { constraint, entry, members }: Rule): readonly string[] => {
  if (value === undefined || value === null) return [];
  const found: string[] = [];
  if (constraint !== undefined) {
    const quotable = typeof value !== "object" && String(value).length <= LONGEST_SHOWN;
    const shown = quotable ? `Value '${value}' at '${at}'` : `Value at '${at}'`;
    for (const sentence of broken(value, constraint))
      found.push(`${shown} failed to satisfy constraint: ${sentence}`);
  }
  if (entry !== undefined && Array.isArray(value))
    for (const [index, each] of value.entries())
      found.push(...sentences(`${at}.${index + 1}.member`, each, entry));
  if (members !== undefined)
    for (const [name, each] of Object.entries(value as Readonly<Record<string, unknown>>))
      if (Object.hasOwn(members, name)) {
        // INVARIANT: hasOwn has just said so.
        const rule = members[name]!;
        found.push(...sentences(at === "" ? memberName(name) : `${at}.${memberName(name)}`, each, rule));
      }
  return found;
};

/**
 * Checks a request's members against the service model's constraints.
 *
 * @throws AwsError ValidationError that names every broken one, as AWS does:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html
 */
export const checkConstraints = (input: unknown): void => {
  const found = sentences("", input ?? {}, { members: RULES });
  if (found.length === 0) return;
  const errors = found.length === 1 ? "error" : "errors";
  throw validationError(`${found.length} validation ${errors} detected: ${found.join("; ")}`);
};
