/** A statement of a generated policy: plain text where there is one value, a list where there are several. */
export type PolicyStatement = {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** A generated identity-based policy. */
export type PolicyDocument = {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
};

/**
 * What IAM takes, in characters without white space: one managed policy; all inline policies of a user or role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const POLICY_SIZES = { managed: 6144, user: 2048, role: 10_240 } as const;

/** The size of a document as IAM counts it: characters without white space. */
export const sizeOf = (document: PolicyDocument): number =>
  [...JSON.stringify(document).replaceAll(/\s/g, "")].length;

const documentOf = (Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: "2012-10-17",
  Statement,
});

/**
 * Puts statements into as few documents as keep within `limit` each, in their order. A statement that is too long
 * by itself is cut along its longest list. No statements make no document.
 */
export const packDocuments = (
  statements: readonly PolicyStatement[],
  limit: number = POLICY_SIZES.managed,
): readonly PolicyDocument[] => {
  const documents: PolicyDocument[] = [];
  let current: readonly PolicyStatement[] = [];
  for (const statement of statements.flatMap((each) => cut(each, limit))) {
    const longer = [...current, statement];
    if (current.length > 0 && sizeOf(documentOf(longer)) > limit) {
      documents.push(documentOf(current));
      current = [statement];
    } else current = longer;
  }
  if (current.length > 0) documents.push(documentOf(current));
  return documents;
};

const cut = (statement: PolicyStatement, limit: number): readonly PolicyStatement[] => {
  if (sizeOf(documentOf([statement])) <= limit) return [statement];
  const { Action, Resource } = statement;
  const [actions, resources] = [[Action].flat(), [Resource].flat()];
  const element = resources.length >= actions.length ? "Resource" : "Action";
  const values = element === "Resource" ? resources : actions;
  // A single action on a single resource is as short as it gets.
  if (values.length < 2) return [statement];
  const middle = Math.ceil(values.length / 2);
  return [values.slice(0, middle), values.slice(middle)].flatMap((half) =>
    cut({ ...statement, [element]: oneOrMore(half) }, limit),
  );
};

/** A single value as itself, several as a list. */
export const oneOrMore = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] as string) : values;
