/** A message, or a task in one, lacks a member or has one of the wrong type; the text names the member. */
export class InvalidMessageError extends Error {
  override readonly name = "InvalidMessageError";
}

/** The members of a JSON object, unread. */
export type Members = Readonly<Record<string, unknown>>;

const wrong = (member: string, wanted: string): never => {
  throw new InvalidMessageError(`${member} must be ${wanted}`);
};

/** The members of a JSON object. */
export const membersOf = (value: unknown, member: string): Members =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Members)
    : wrong(member, "an object");

/** A text that may be absent. */
export const optionalText = (members: Members, member: string): string | undefined => {
  const value = members[member];
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : wrong(member, "a string");
};

/** A text that must be there and not empty. */
export const requiredText = (members: Members, member: string): string =>
  optionalText(members, member) || wrong(member, "given");

/** A number that may be absent. */
export const optionalNumber = (members: Members, member: string): number | undefined => {
  const value = members[member];
  if (value === undefined || value === null) return undefined;
  return typeof value === "number" ? value : wrong(member, "a number");
};

/** True only if it is there and true. */
export const flag = (members: Members, member: string): boolean => {
  const value = members[member];
  if (value === undefined || value === null) return false;
  return typeof value === "boolean" ? value : wrong(member, "true or false");
};

/** A list that may be absent; then it is empty. */
export const listOf = <T>(members: Members, member: string, read: (value: unknown) => T): readonly T[] => {
  const value = members[member];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return wrong(member, "a list");
  return value.map((item: unknown) => read(item));
};

/** For lists of texts. */
export const textItem = (value: unknown): string =>
  typeof value === "string" ? value : wrong("item", "a string");

/** A map from text to text that may be absent; then it is empty. */
export const textMap = (members: Members, member: string): Readonly<Record<string, string>> => {
  const value = members[member];
  if (value === undefined || value === null) return {};
  const entries = Object.entries(membersOf(value, member));
  for (const [key, text] of entries) if (typeof text !== "string") wrong(`${member}.${key}`, "a string");
  return Object.fromEntries(entries) as Record<string, string>;
};

/** The members of an object that may come as JSON text (`overrides`, `dockerConfig.hostConfig`); empty if absent. */
export const membersOfText = (value: unknown, member: string): Members => {
  if (value === undefined || value === null || value === "") return {};
  if (typeof value !== "string") return membersOf(value, member);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return wrong(member, "a JSON text");
  }
  return parsed === null ? {} : membersOf(parsed, member);
};
