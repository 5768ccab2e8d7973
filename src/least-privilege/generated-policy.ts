import type { RecordedCall } from "./call.ts";
import type { BookedCall } from "./call-book.ts";
import { confirmPolicy } from "./confirm-policy.ts";
import { mergeGrants } from "./merge-grants.ts";
import { type PolicyDocument, packDocuments } from "./policy-document.ts";

/** What was generated does not allow what it was generated from: a defect, which must not be attached to anybody. */
export class UnconfirmedPolicyError extends Error {
  override readonly name = "UnconfirmedPolicyError";
  readonly refused: readonly RecordedCall[];

  constructor(refused: readonly RecordedCall[]) {
    const [first] = refused;
    super(
      `the generated policy does not allow ${refused.length} of the recorded calls, such as ${first?.action} on ${first?.resource}`,
    );
    this.refused = refused;
  }
}

/**
 * The policy that allows the calls and nothing besides (as far as their grants were not generalized), in as many
 * documents as IAM's size limit asks for. Throws {@link UnconfirmedPolicyError} when the engine says otherwise.
 */
export const generatePolicy = (calls: readonly BookedCall[]): readonly PolicyDocument[] => {
  const granted = calls.filter(({ grant }) => grant !== undefined);
  const documents = packDocuments(mergeGrants(granted.flatMap(({ grant }) => grant ?? [])));
  const { refused } = confirmPolicy(documents, granted);
  if (refused.length > 0) throw new UnconfirmedPolicyError(refused);
  return documents;
};
