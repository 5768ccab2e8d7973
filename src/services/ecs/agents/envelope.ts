/** What travels on an agent's channel: a type and its members. */
export type Envelope = {
  readonly type: string;
  readonly message: Readonly<Record<string, unknown>>;
};

/** Reads a text frame; undefined for what is no envelope, which is dropped as agents drop it. */
export const readEnvelope = (text: string): Envelope | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== "object") return undefined;
    const { type, message } = value as { readonly type?: unknown; readonly message?: unknown };
    if (typeof type !== "string") return undefined;
    const members = message !== null && typeof message === "object" && !Array.isArray(message) ? message : {};
    return { type, message: members as Readonly<Record<string, unknown>> };
  } catch {
    return undefined;
  }
};

/** Writes a text frame. */
export const writeEnvelope = (type: string, message: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ type, message });

/** A member that should be a text; undefined for anything else. */
export const textMember = (message: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = message[name];
  return typeof value === "string" ? value : undefined;
};

/** A member that should be a list of objects; anything else in it is left out. */
export const listMember = (
  message: Readonly<Record<string, unknown>>,
  name: string,
): readonly Readonly<Record<string, unknown>>[] => {
  const value = message[name];
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item): item is Readonly<Record<string, unknown>> => item !== null && typeof item === "object",
  );
};
