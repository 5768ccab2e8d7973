/** A pattern of `=~`, cut at its stars. */
export type Wildcard = { readonly parts: readonly string[] };

/**
 * Reads a pattern. AWS shows regular expressions such as `t2.*` and `g*`; here a star, with or without a dot
 * before it, stands for any characters, another dot for any one, and everything else for itself. That keeps
 * matching linear, so that no caller can make the control plane think for long.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
export const wildcard = (pattern: string): Wildcard => ({ parts: pattern.split(/\.?\*/) });

/** Whether a whole value is described by a pattern. */
export const matchesWildcard = ({ parts }: Wildcard, value: string): boolean => {
  const first = parts[0] ?? "";
  if (parts.length === 1) return value.length === first.length && isAt(first, value, 0);
  const last = parts.at(-1) ?? "";
  const end = value.length - last.length;
  if (end < first.length || !isAt(first, value, 0) || !isAt(last, value, end)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    while (at + part.length <= end && !isAt(part, value, at)) at += 1;
    if (at + part.length > end) return false;
    at += part.length;
  }
  return true;
};

const isAt = (part: string, value: string, at: number): boolean => {
  if (at + part.length > value.length) return false;
  for (let index = 0; index < part.length; index++) {
    if (part[index] !== "." && part[index] !== value[at + index]) return false;
  }
  return true;
};
