import { ANY_TEXT, ANY_TEXT_IN_PART } from "../../authorization/matching/pattern.ts";
import type { ActionReference, ResourceTypeReference } from "./services.ts";
import { findService } from "./services.ts";

const forms = new Map<string, string>();

/**
 * The ARNs of a type of resource as a pattern text of the engine (its wildcards are noncharacters): names may be
 * anything, and before the fifth colon they stay in their part.
 */
export const formOf = ({ arn }: ResourceTypeReference): string => {
  const found = forms.get(arn);
  if (found !== undefined) return found;
  const made = read(arn);
  forms.set(arn, made);
  return made;
};

const read = (arn: string): string => {
  const parts = arn.split(":");
  const marked = parts.map((part, at) =>
    part.replaceAll(/\$\{[^}]*\}|\*/g, at < 5 ? ANY_TEXT_IN_PART : ANY_TEXT),
  );
  return marked.join(":");
};

/** The types of resource that an action is decided on. */
export const typesOf = (action: ActionReference): readonly ResourceTypeReference[] => {
  const service = findService(action.service);
  return action.resourceTypes.flatMap((name) => service?.resourceTypes.get(name.toLowerCase()) ?? []);
};

/** The form of an ARN as a person would write it: `arn:aws:ecs:<Region>:<Account>:cluster/<ClusterName>`. */
export const writtenForm = ({ arn }: ResourceTypeReference): string =>
  arn.replace("${Partition}", "aws").replaceAll(/\$\{([^}]*)\}/g, "<$1>");
