/** An element of an answer: its text, or its children. */
export type XmlElement = {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
};

const TOKEN = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w.:-]*)([^>]*?)(\/?)>|([^<]+)/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const DEEPEST = 64;

/**
 * Reads the XML with which the Query services answer: elements and text; attributes are passed over. Throws `SyntaxError`
 * for anything else (there are no document types, so there is nothing that could be expanded).
 */
export const readXml = (source: string): XmlElement => {
  const root: Building = { name: "", text: "", children: [] };
  const open: Building[] = [root];
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    const current = open.at(-1);
    if (match === null || current === undefined) throw new SyntaxError(`no XML at offset ${at}`);
    const [, closing, name, , empty, text] = match;
    if (text !== undefined) current.text += decoded(text);
    if (name === undefined) continue;
    if (closing === "/") {
      if (current.name !== name || open.length === 1) throw new SyntaxError(`</${name}> closes nothing`);
      open.pop();
      continue;
    }
    const element: Building = { name, text: "", children: [] };
    current.children.push(element);
    if (empty === "" && open.push(element) > DEEPEST) throw new SyntaxError("the XML is too deep");
  }
  const [first] = root.children;
  if (first === undefined || open.length !== 1) throw new SyntaxError("the XML ends too early");
  return first;
};

type Building = { readonly name: string; text: string; readonly children: Building[] };

const decoded = (text: string): string =>
  text.replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal));
  });

/** The child of that name, or undefined. */
export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((child) => child.name === name);

/** The text of the child of that name, empty when there is none. */
export const textOf = (element: XmlElement | undefined, name: string): string =>
  childOf(element, name)?.text ?? "";

/** The members of the list of that name. */
export const membersOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  childOf(element, name)?.children ?? [];
