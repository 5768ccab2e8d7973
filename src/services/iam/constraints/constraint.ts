/** What a member of a request must satisfy; the texts are AWS's own framework's. */
export type Constraint = {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: RegExp;
  /** The pattern as the service model writes it, which the error shows. */
  readonly patternText?: string;
  readonly values?: readonly string[];
};

/** A constraint on a text's length and characters; `patternText` is the pattern as AWS's model writes it. */
export const text = (minimum: number, maximum: number, patternText?: string): Constraint => ({
  minimum,
  maximum,
  ...(patternText === undefined ? {} : { patternText, pattern: new RegExp(`^(?:${patternText})$`, "u") }),
});

/** A constraint on a number's range, or on a list's count. */
export const range = (minimum: number, maximum: number): Constraint => ({ minimum, maximum });

/** A constraint to some words. */
export const oneOf = (...values: readonly string[]): Constraint => ({ values });

const bound = (value: unknown, constraint: Constraint): readonly string[] => {
  const { minimum, maximum } = constraint;
  const [size, unit] =
    typeof value === "number"
      ? [value, "value"]
      : typeof value === "string" || Array.isArray(value)
        ? [value.length, "length"]
        : [undefined, ""];
  if (size === undefined || Number.isNaN(size)) return [];
  if (maximum !== undefined && size > maximum)
    return [`Member must have ${unit} less than or equal to ${maximum}`];
  if (minimum !== undefined && size < minimum)
    return [`Member must have ${unit} greater than or equal to ${minimum}`];
  return [];
};

/** The sentences about each constraint that `value` breaks; none when it is fine. */
export const broken = (value: unknown, constraint: Constraint): readonly string[] => {
  const { pattern, patternText, values } = constraint;
  const sentences = [...bound(value, constraint)];
  if (typeof value !== "string") return sentences;
  if (pattern !== undefined && !pattern.test(value)) {
    sentences.push(`Member must satisfy regular expression pattern: ${patternText}`);
  }
  if (values !== undefined && !values.includes(value)) sentences.push("Member must satisfy enum value set");
  return sentences;
};
