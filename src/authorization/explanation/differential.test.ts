import { it } from "node:test";
import { compareWithReference, POLICY_CASES } from "../testing/differential.ts";

it("decides the other half of the random cases as the reference evaluator does, and explains the same", () => {
  compareWithReference(POLICY_CASES / 2);
});
