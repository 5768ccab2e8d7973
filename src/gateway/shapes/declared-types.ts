const interfacePattern = /^export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm;
const memberPattern = /^ {4}(\w+)\??: (\w+(?:\[\])*) \| undefined;$/gm;

/**
 * Reads a client's declaration files for the type of each member. The schemas of a client do not tell an enum
 * from a string; its declarations do.
 */
export const declaredTypes = (
  sources: readonly string[],
): ((structure: string, member: string) => string | undefined) => {
  const types = new Map<string, string>();
  for (const source of sources) {
    for (const [, name = "", body = ""] of source.matchAll(interfacePattern)) {
      for (const [, member = "", type = ""] of body.matchAll(memberPattern))
        types.set(`${name}.${member}`, type);
    }
  }
  return (structure, member) => types.get(`${structure}.${member}`);
};
