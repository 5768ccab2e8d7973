/** Policy documents for tests. */
const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

/** Allows the actions on everything. */
export const allowing = (...actions: readonly string[]): string =>
  document({ Effect: "Allow", Action: actions, Resource: "*" });

/** Denies the actions on everything. */
export const denying = (...actions: readonly string[]): string =>
  document({ Effect: "Deny", Action: actions, Resource: "*" });

/** A trust policy for the given principals; `condition` as in a statement. */
export const trusting = (
  principal: string | Readonly<Record<string, string | readonly string[]>>,
  actions: string | readonly string[] = "sts:AssumeRole",
  condition?: object,
): string =>
  document({
    Effect: "Allow",
    Principal: principal,
    Action: actions,
    ...(condition === undefined ? {} : { Condition: condition }),
  });
