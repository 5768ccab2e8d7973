/** A line of the configuration and whose it is, to know whom to blame when HAProxy refuses it. */
export type Line = {
  readonly text: string;
  /** A listener's or a pool's id. */
  readonly owner?: string;
};

/** Lines of one owner. */
export const lines = (texts: readonly string[], owner?: string): readonly Line[] =>
  texts.map((text) => (owner === undefined ? { text } : { text, owner }));
