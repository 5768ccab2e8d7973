import { keysOf, parseText } from "../matching/template.ts";
import type { CompiledPolicy, CompiledStatement } from "./compile.ts";

/**
 * The context keys that policies refer to, in conditions and in policy variables, as they are written there: each
 * once (letter case aside), in the order of the documents.
 */
export const contextKeysOf = (policies: readonly CompiledPolicy[]): readonly string[] => {
  const keys = new Map<string, string>();
  for (const { statements } of policies)
    for (const statement of statements)
      for (const key of keysOfStatement(statement))
        if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
  return [...keys.values()];
};

const keysOfStatement = ({ resource, conditions, variables }: CompiledStatement): readonly string[] => [
  ...(resource?.templates ?? []).flatMap(keysOf),
  ...conditions.flatMap(({ key, syntax }) => [
    key,
    ...syntax.values.flatMap(({ value }) => {
      const text = parseText(value, { variables, wildcards: false });
      return typeof text === "object" ? keysOf(text) : [];
    }),
  ]),
];
