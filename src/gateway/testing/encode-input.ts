import type { Shape, StructureShape } from "../shapes/shape.ts";

/** Writes an input as awsJson1.1 does, as an official client would. */
export const encodeJson = (input: unknown): string =>
  JSON.stringify(input, function (this: Record<string, unknown>, name, value: unknown) {
    const raw = this[name];
    if (raw instanceof Date) return raw.getTime() / 1000;
    return raw instanceof Uint8Array ? Buffer.from(raw).toString("base64") : value;
  });

const scalar = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : String(value);
};

const parameters = (shape: Shape, value: unknown, prefix: string, flat: boolean): readonly string[] => {
  if (shape.kind === "list") {
    const item = flat ? prefix : `${prefix}.${shape.itemName}`;
    return (value as readonly unknown[]).flatMap((entry, index) =>
      parameters(shape.item, entry, `${item}.${index + 1}`, flat),
    );
  }
  if (shape.kind === "map")
    return Object.entries(value as object).flatMap(([key, entry], index) => [
      `${prefix}.entry.${index + 1}.key=${encodeURIComponent(key)}`,
      ...parameters(shape.value, entry, `${prefix}.entry.${index + 1}.value`, flat),
    ]);
  if (shape.kind === "structure") return members(shape, value, `${prefix}.`, flat);
  return [`${prefix}=${encodeURIComponent(scalar(value))}`];
};

const members = (shape: StructureShape, value: unknown, prefix: string, flat: boolean): readonly string[] =>
  shape.members.flatMap((member) => {
    const entry = (value as Readonly<Record<string, unknown>>)[member.name];
    return entry === undefined ? [] : parameters(member.shape, entry, `${prefix}${member.queryName}`, flat);
  });

/** Writes an input as a form; `flat` for ec2Query's lists. */
export const encodeForm = (
  action: string,
  version: string,
  shape: StructureShape | undefined,
  input: unknown,
  flat: boolean,
): string =>
  [
    `Action=${action}`,
    `Version=${version}`,
    ...(shape === undefined ? [] : members(shape, input, "", flat)),
  ].join("&");
