import { findOperator, type OperatorName } from "../matching/operators/index.ts";
import type { Refuse } from "./document.ts";
import type { JsonNode } from "./json.ts";
import type { Located } from "./statement.ts";

/** `ForAllValues` and `ForAnyValue`, the operators for multivalued context keys. */
export type SetOperator = "ForAllValues" | "ForAnyValue";

/** One key under one operator of a `Condition` element. */
export type ConditionSyntax = {
  /** The operator as it was written, for example `ForAnyValue:StringLikeIfExists`. */
  readonly written: string;
  readonly operator: OperatorName;
  readonly set?: SetOperator;
  readonly ifExists: boolean;
  readonly key: Located;
  readonly values: readonly Located[];
};

/**
 * Reads the `Condition` element into one entry for each operator and key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export const readConditions = (node: JsonNode, refuse: Refuse): readonly ConditionSyntax[] => {
  if (node.type !== "object") return refuse("WrongType", "Condition is a map of operators", node.start);
  return node.members.flatMap(({ key: written, keyStart, value: block }) => {
    if (block.type !== "object")
      return refuse("WrongType", `${written} holds a map of condition keys`, block.start);
    // AWS lets an operator that it does not know pass as long as it tests nothing.
    if (block.members.length === 0) return [];
    const operator = readOperator(written);
    if (operator === undefined)
      return refuse("UnknownOperator", `there is no condition operator "${written}"`, keyStart);
    return block.members.map((member) => ({
      ...operator,
      written,
      key: { value: member.key, start: member.keyStart },
      values: readValues(member.value, refuse),
    }));
  });
};

const readOperator = (
  written: string,
): Pick<ConditionSyntax, "operator" | "set" | "ifExists"> | undefined => {
  let name = written;
  let set: SetOperator | undefined;
  if (name.startsWith("ForAllValues:")) set = "ForAllValues";
  else if (name.startsWith("ForAnyValue:")) set = "ForAnyValue";
  if (set) name = name.slice(set.length + 1);
  const ifExists = name.endsWith("IfExists");
  if (ifExists) name = name.slice(0, -"IfExists".length);
  const operator = findOperator(name);
  // "You can add IfExists to the end of any condition operator name except the Null condition."
  if (operator === undefined || (ifExists && operator === "Null")) return undefined;
  return { operator, ifExists, ...(set && { set }) };
};

const readValues = (node: JsonNode, refuse: Refuse): readonly Located[] =>
  (node.type === "array" ? node.items : [node]).map((item) => {
    switch (item.type) {
      case "string":
        return { value: item.value, start: item.start };
      case "number":
        return { value: item.text, start: item.start };
      case "boolean":
        return { value: String(item.value), start: item.start };
      default:
        return refuse("WrongType", "a condition value is a string, a number or a Boolean", item.start);
    }
  });
