/** A type on the wire. */
export type Shape =
  | { readonly kind: "string"; readonly values?: ReadonlySet<string> }
  | { readonly kind: "integer" | "double" | "boolean" | "timestamp" | "blob" | "document" }
  | ListShape
  | { readonly kind: "map"; readonly value: Shape }
  | StructureShape;

export type ListShape = { readonly kind: "list"; readonly item: Shape; readonly itemName: string };

/** A structure or union. Structures may contain themselves, so members are known only after construction. */
export type StructureShape = {
  readonly kind: "structure";
  readonly name: string;
  readonly members: readonly MemberShape[];
};

export type MemberShape = {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  /** The member's name in the Query protocols' parameters. */
  readonly queryName: string;
  /** The member's element in XML answers. */
  readonly xmlName: string;
};

/** An operation's input and output; undefined stands for "nothing". */
export type OperationShape = {
  readonly name: string;
  readonly input: StructureShape | undefined;
  readonly output: StructureShape | undefined;
};
