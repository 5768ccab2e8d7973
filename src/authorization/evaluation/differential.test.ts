import { it } from "node:test";
import { compareWithReference, POLICY_CASES } from "../testing/differential.ts";

// PORTREEVE_POLICY_CASES=5000000 for a night. Two files, so that two processors share the work.
it("decides half of the random cases as the reference evaluator does, and explains the same decisions", () => {
  compareWithReference(POLICY_CASES / 2);
});
