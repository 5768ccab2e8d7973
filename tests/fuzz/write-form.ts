import type { Shape, StructureShape } from "../../src/gateway/shapes/shape.ts";

const encoded = (text: string): string => {
  // Half of a character can't be percent-encoded; its bytes are not UTF-8 either.
  const whole = text.replace(/[\ud800-\udfff]/gu, "\ufffd");
  return encodeURIComponent(whole);
};

const parameters = (shape: Shape | undefined, value: unknown, prefix: string, flat: boolean): string[] => {
  if (Array.isArray(value)) {
    const item = flat ? prefix : `${prefix}.${shape?.kind === "list" ? shape.itemName : "member"}`;
    const inner = shape?.kind === "list" ? shape.item : undefined;
    return value.flatMap((entry, index) => parameters(inner, entry, `${item}.${index + 1}`, flat));
  }
  if (typeof value === "object" && value !== null) {
    if (shape?.kind === "map")
      return Object.entries(value).flatMap(([key, entry], index) => [
        `${prefix}.entry.${index + 1}.key=${encoded(key)}`,
        ...parameters(shape.value, entry, `${prefix}.entry.${index + 1}.value`, flat),
      ]);
    return members(shape?.kind === "structure" ? shape : undefined, value, `${prefix}.`, flat);
  }
  return [`${prefix}=${encoded(String(value))}`];
};

const members = (shape: StructureShape | undefined, value: object, prefix: string, flat: boolean): string[] =>
  Object.entries(value).flatMap(([name, entry]) => {
    const member = shape?.members.find((each) => each.name === name);
    return parameters(member?.shape, entry, `${prefix}${member?.queryName ?? encoded(name)}`, flat);
  });

/** Writes any value as the parameters of a Query call, by its shape as far as it has one; `flat` for EC2. */
export const writeForm = (
  action: string,
  version: string,
  shape: StructureShape | undefined,
  input: unknown,
  flat: boolean,
): string => {
  const given =
    typeof input === "object" && input !== null ? members(shape, input, "", flat) : [String(input)];
  return [`Action=${action}`, `Version=${version}`, ...given].join("&");
};
