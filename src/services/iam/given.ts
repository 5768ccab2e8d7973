/**
 * A request as an operation gets it, or an answer as it gives it: required members are there, so they lose the
 * `undefined` that the official client's types give them, and lists are read-only.
 */
export type Given<Shape> = Shape extends Date | Uint8Array
  ? Shape
  : Shape extends readonly (infer Member)[]
    ? readonly Given<Member>[]
    : Shape extends object
      ? {
          readonly [Name in keyof Shape]: Pick<Shape, Name> extends Required<Pick<Shape, Name>>
            ? Given<NonNullable<Shape[Name]>>
            : Given<Shape[Name]>;
        }
      : Shape;
