/**
 * A request as an operation gets it: the wire has checked that required members are there, so they lose the
 * `undefined` that the official client's types give them.
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
