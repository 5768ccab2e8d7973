/** Unit tests of policies, as data: who has which policies, what they can and can not do. Offline; decided by the engine. */
export { readTestFile } from "./reading/read-test-file.ts";
export { renderJunit } from "./rendering/junit.ts";
export { renderPretty } from "./rendering/pretty.ts";
export { renderTap } from "./rendering/tap.ts";
export { countOf } from "./rendering/titles.ts";
export { createPolicyLoader, type PolicyLoader } from "./running/load-policies.ts";
export { requestOf } from "./running/request.ts";
export { type ExpectationResult, type FileResult, runTests, type TestResult } from "./running/run-tests.ts";
export {
  type Because,
  type Expectation,
  type PolicyReference,
  type PolicyTest,
  type PolicyTestFile,
  TestFileError,
  type TestPrincipal,
} from "./test-file.ts";
