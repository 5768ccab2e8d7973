/** Says what is wrong with a value, or nothing. */
export type Check = (value: unknown, at: string) => void;

/** A member that the agent would stumble over. */
export class ReadingFault extends Error {
  constructor(at: string, wanted: string, value: unknown) {
    super(`${at}: ${wanted}, not ${JSON.stringify(value)}`);
    this.name = "ReadingFault";
  }
}

const check =
  (wanted: string, fits: (value: unknown) => boolean): Check =>
  (value, at) => {
    if (!fits(value)) throw new ReadingFault(at, wanted, value);
  };

/** A string with something in it. */
export const text = check("a text", (value) => typeof value === "string" && value !== "");

/** Any string. */
export const anyText = check("a text", (value) => typeof value === "string");

/** Go reads a fraction into an integer as an error. */
export const integer = check("an integer", Number.isSafeInteger);

/** A number, with a fraction or without. */
export const double = check("a number", (value) => typeof value === "number");

export const boolean = check("a boolean", (value) => typeof value === "boolean");

export const matching = (pattern: RegExp): Check =>
  check(`a text like ${pattern}`, (value) => typeof value === "string" && pattern.test(value));

export const oneOf = (...values: readonly string[]): Check =>
  check(`one of ${values.join(", ")}`, (value) => typeof value === "string" && values.includes(value));

export const listOf =
  (item: Check): Check =>
  (value, at) => {
    if (!Array.isArray(value)) throw new ReadingFault(at, "a list", value);
    for (const [index, entry] of value.entries()) item(entry, `${at}[${index}]`);
  };

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const mapOf =
  (item: Check): Check =>
  (value, at) => {
    if (!isObject(value)) throw new ReadingFault(at, "a map", value);
    for (const [name, entry] of Object.entries(value)) item(entry, `${at}.${name}`);
  };

/** JSON in a text, as Docker's own shapes travel. */
export const jsonText =
  (inner: Check): Check =>
  (value, at) => {
    text(value, at);
    inner(JSON.parse(value as string), `${at}{}`);
  };

/**
 * An object with the members given and no others: a name that is not known here is one that the agent ignores,
 * and most likely a mistake.
 */
export const object =
  (required: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check =>
  (value, at) => {
    if (!isObject(value)) throw new ReadingFault(at, "an object", value);
    for (const name of Object.keys(required)) {
      if (!Object.hasOwn(value, name)) throw new ReadingFault(at, `an object with ${name}`, value);
    }
    for (const [name, member] of Object.entries(value)) {
      const known = required[name] ?? optional[name];
      if (known === undefined) throw new ReadingFault(at, `nothing called ${name}`, member);
      known(member, `${at}.${name}`);
    }
  };
