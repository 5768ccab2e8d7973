import {
  decide,
  type Explanation,
  explain,
  type PolicyKind,
  type PolicyLayers,
  policySet,
} from "../../authorization/index.ts";
import type { Because, Expectation, PolicyReference, PolicyTest, PolicyTestFile } from "../test-file.ts";
import type { PolicyLoader } from "./load-policies.ts";
import { requestOf } from "./request.ts";

/** What became of one expectation. */
export type ExpectationResult = {
  readonly expectation: Expectation;
  readonly passed: boolean;
  /** Why it did not pass, in one sentence. */
  readonly failure?: string;
  /** The engine's account of the decision; only of expectations that did not pass. */
  readonly explanation?: Explanation;
};

/** What became of one test. */
export type TestResult = {
  readonly test: PolicyTest;
  readonly results: readonly ExpectationResult[];
  readonly milliseconds: number;
};

/** What became of a file's tests. */
export type FileResult = { readonly file: PolicyTestFile; readonly tests: readonly TestResult[] };

/** Runs the tests of a file; `now` is a clock in milliseconds. Throws `TestFileError` for policies that are none. */
export const runTests = (file: PolicyTestFile, load: PolicyLoader, now: () => number): FileResult => ({
  file,
  tests: file.tests.map((test) => {
    const started = now();
    const layers = layersOf(test, load);
    const results = test.expectations.map((expectation) => judge(test, expectation, layers, load));
    return { test, results, milliseconds: now() - started };
  }),
});

const layersOf = (test: PolicyTest, load: PolicyLoader): PolicyLayers => {
  const set = (references: readonly PolicyReference[], kind: PolicyKind) =>
    policySet(references.map((reference) => load(reference, kind)));
  return {
    identity: set(test.policies, "inline"),
    ...(test.boundary && { boundary: set([test.boundary], "boundary") }),
    ...(test.sessionPolicies && { session: set(test.sessionPolicies, "session") }),
    ...(test.scps.length > 0 && { scps: test.scps.map((level) => set(level, "scp")) }),
    ...(test.rcps.length > 0 && { rcps: test.rcps.map((level) => set(level, "rcp")) }),
  };
};

const judge = (
  test: PolicyTest,
  expectation: Expectation,
  common: PolicyLayers,
  load: PolicyLoader,
): ExpectationResult => {
  const { resourcePolicy, action } = expectation;
  const kind = /^sts:(?:AssumeRole|TagSession|SetSourceIdentity)/i.test(action) ? "trust" : "resource";
  const layers =
    resourcePolicy === undefined ? common : { ...common, resource: policySet([load(resourcePolicy, kind)]) };
  const request = requestOf(test.principal, expectation);
  const decision = decide(request, layers);
  const failure =
    decision.allowed === expectation.can
      ? differs(expectation.because, decision)
      : expectation.can
        ? "should be allowed, but is denied"
        : "should be denied, but is allowed";
  if (failure === undefined) return { expectation, passed: true };
  return { expectation, passed: false, failure, explanation: explain(request, layers) };
};

// The decision is the one that was wanted; is it for the reason that was wanted?
const differs = (
  because: Because | undefined,
  { outcome, layer, statements }: ReturnType<typeof decide>,
): string | undefined => {
  if (because === undefined) return undefined;
  if (because.outcome !== undefined && because.outcome !== outcome)
    return `should be an ${because.outcome}, but is an ${outcome}`;
  if (because.layer !== undefined && because.layer !== layer)
    return `should be decided by the ${because.layer} layer, but is by the ${layer} layer`;
  const deciding = statements.map(
    ({ sid, policy }) => `${policy.name}${sid === undefined ? "" : ` (${sid})`}`,
  );
  const fits = statements.some(
    ({ sid, policy }) =>
      (because.sid === undefined || because.sid === sid) &&
      (because.policy === undefined || because.policy === policy.name || because.policy === policy.arn),
  );
  if ((because.sid === undefined && because.policy === undefined) || fits) return undefined;
  const wanted = [because.policy, because.sid && `statement ${because.sid}`].filter(Boolean).join(", ");
  return `should be decided by ${wanted}, but is by ${deciding.join(", ") || "no statement"}`;
};
