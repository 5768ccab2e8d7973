/** A step into an input: the name of a member, the key of a map, or the index in a list, from 0. */
export type Step = string | number;

/** A member that breaks what the service's model asks of it. */
export type Violation =
  | { readonly kind: "missing"; readonly path: readonly Step[]; readonly list: boolean }
  | {
      readonly kind: "enum";
      readonly path: readonly Step[];
      readonly value: string;
      readonly allowed: readonly string[];
    };

/**
 * The reading of one input. Readers of structures, lists and maps keep `path` at where they are, so that an
 * error can name the member without anything being built for the inputs that have none.
 */
export type Reading = { readonly path: Step[]; violations: Violation[] | undefined };

/** Begins a reading. */
export const newReading = (): Reading => ({ path: [], violations: undefined });

/** Takes note of a violation. Reading goes on: AWS reports them together. */
export const violate = (reading: Reading, violation: Violation): void => {
  reading.violations ??= [];
  reading.violations.push(violation);
};

/** A value of a type that the member can't have; `text` is AWS's sentence. */
export class UnreadableInput extends Error {
  readonly path: readonly Step[];

  constructor(text: string, reading: Reading, at: Step | undefined) {
    super(text);
    this.path = at === undefined ? [...reading.path] : [...reading.path, at];
  }
}

/** Makes a map's entry. Why not an assignment: the key `__proto__` would set the prototype. */
export const setEntry = (target: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
};
