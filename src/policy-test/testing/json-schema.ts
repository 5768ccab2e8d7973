type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
};

const UNDERSTOOD: ReadonlySet<string> = new Set([
  "$schema",
  "$ref",
  "$defs",
  "title",
  "description",
  "type",
  "enum",
  "anyOf",
  "required",
  "properties",
  "additionalProperties",
  "items",
  "minItems",
  "minLength",
  "pattern",
]);

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? "array" : value === null ? "null" : typeof value;

/** Whether a value fits a schema; knows the keywords that `docs/policy-test.schema.json` uses, and throws for others. */
export const fitsSchema = (root: Schema): ((value: unknown) => boolean) => {
  const resolve = (schema: Schema): Schema => {
    const name = schema.$ref?.replace("#/$defs/", "");
    if (name === undefined) return schema;
    const found = root.$defs?.[name];
    if (found === undefined) throw new Error(`no definition ${name}`);
    return found;
  };
  const fits = (written: Schema, value: unknown): boolean => {
    const schema = resolve(written);
    for (const keyword of Object.keys(schema))
      if (!UNDERSTOOD.has(keyword)) throw new Error(`keyword ${keyword}`);
    if (schema.$ref !== undefined) return fits(schema, value);
    if (schema.anyOf !== undefined && !schema.anyOf.some((one) => fits(one, value))) return false;
    if (schema.type !== undefined && ![schema.type].flat().includes(typeOf(value))) return false;
    if (schema.enum !== undefined && !schema.enum.includes(value)) return false;
    if (typeof value === "string")
      return (
        value.length >= (schema.minLength ?? 0) &&
        (schema.pattern === undefined || new RegExp(schema.pattern).test(value))
      );
    if (Array.isArray(value))
      return (
        value.length >= (schema.minItems ?? 0) &&
        value.every((item) => schema.items === undefined || fits(schema.items, item))
      );
    if (typeof value === "object" && value !== null)
      return fitsObject(schema, value as Record<string, unknown>);
    return true;
  };
  const fitsObject = (schema: Schema, value: Readonly<Record<string, unknown>>): boolean => {
    if (schema.required?.some((name) => !Object.hasOwn(value, name))) return false;
    return Object.entries(value).every(([name, member]) => {
      const known = schema.properties?.[name];
      if (known !== undefined) return fits(known, member);
      if (typeof schema.additionalProperties === "object") return fits(schema.additionalProperties, member);
      return schema.additionalProperties !== false;
    });
  };
  return (value) => fits(root, value);
};
