/** The context keys that policy documents refer to, as written, each once, in order. */
export const contextKeysOf = (documents: readonly string[]): readonly string[] => {
  const found = new Map<string, string>();
  const add = (key: string): void => {
    if (!found.has(key.toLowerCase())) found.set(key.toLowerCase(), key);
  };
  for (const document of documents) {
    const { Statement } = JSON.parse(document) as { readonly Statement?: unknown };
    for (const statement of [Statement].flat() as readonly Statement[]) {
      for (const conditions of Object.values(statement.Condition ?? {})) Object.keys(conditions).forEach(add);
      for (const key of variablesIn(statement)) add(key);
    }
  }
  return [...found.values()];
};

type Statement = { readonly Condition?: Readonly<Record<string, object>> };

/**
 * The keys of `${…}`; a default may follow the key, and `${*}`, `${?}` and `${$}` stand for characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const variablesIn = (statement: object): readonly string[] =>
  Array.from(JSON.stringify(statement).matchAll(/\$\{\s*([^*?$},\s][^},]*?)\s*[},]/g), ([, key = ""]) => key);
