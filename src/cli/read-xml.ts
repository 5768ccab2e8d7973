/** An element of an XML answer of a Query service: its text, and its child elements by name. */
export type XmlElement = {
  readonly text: string;
  /** The first child of that name; an empty element when there is none. */
  readonly child: (name: string) => XmlElement;
  /** Every `member` of the list of that name. */
  readonly members: (name: string) => readonly XmlElement[];
};

type Node = { readonly name: string; text: string; readonly children: Node[] };

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name] ?? whole;
  });

const elementOf = (node: Node | undefined): XmlElement => ({
  text: node?.text ?? "",
  child: (name) => elementOf(node?.children.find((child) => child.name === name)),
  members: (name) => {
    const list = node?.children.find((child) => child.name === name);
    return (list?.children ?? []).filter((child) => child.name === "member").map(elementOf);
  },
});

/** Reads an answer of the Query protocol, which has neither attributes that matter nor mixed content. */
export const readXml = (source: string): XmlElement => {
  const root: Node = { name: "", text: "", children: [] };
  const open: Node[] = [root];
  for (const [, tag = "", text = ""] of source.matchAll(/<([^>]*)>([^<]*)/g)) {
    if (tag.startsWith("?")) continue;
    if (tag.startsWith("/")) {
      open.pop();
      continue;
    }
    const node: Node = { name: /^[^\s/]+/.exec(tag)?.[0] ?? "", text: unescaped(text), children: [] };
    open.at(-1)?.children.push(node);
    if (!tag.endsWith("/")) open.push(node);
  }
  return elementOf(root.children[0]);
};
