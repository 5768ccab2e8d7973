/** The members that have something in them: neither undefined nor an empty list. */
export const present = (members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) found[name] = value;
  }
  return found;
};
