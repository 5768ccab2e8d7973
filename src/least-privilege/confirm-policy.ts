import { compilePolicy, decide, policySet, validatePolicy } from "../authorization/index.ts";
import { questionOf, type RecordedCall } from "./call.ts";
import type { PolicyDocument } from "./policy-document.ts";

/** Whether a policy, or policies together, allow every one of some recorded calls; `refused` are those they don't. */
export type Confirmation<Call extends RecordedCall> = {
  readonly confirmed: boolean;
  readonly refused: readonly Call[];
};

/**
 * Holds a policy to recorded calls with the engine that enforces: each is decided again with nothing but `policy`
 * attached. Throws `PolicySyntaxError` for a document that IAM would not take.
 */
export const confirmPolicy = <Call extends RecordedCall>(
  policy: PolicyDocument | readonly PolicyDocument[],
  calls: Iterable<Call>,
): Confirmation<Call> => {
  const documents = "Version" in policy ? [policy] : policy;
  const compiled = documents.map((document, index) => {
    const source = JSON.stringify(document);
    validatePolicy(source, "managed");
    return compilePolicy(source, { kind: "managed", name: `generated-${index + 1}` });
  });
  const layers = { identity: policySet(compiled) };
  const refused = [...calls].filter((call) => !decide(questionOf(call), layers).allowed);
  return { confirmed: refused.length === 0, refused };
};
