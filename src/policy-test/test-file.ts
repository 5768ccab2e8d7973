import type { ContextValue, LayerName, Position } from "../authorization/index.ts";

/** A policy, as a test names it: a file beside the test file, the ARN of an AWS managed policy, or the document itself. */
export type PolicyReference =
  | { readonly kind: "file"; readonly path: string; readonly at: Position }
  | { readonly kind: "awsManaged"; readonly arn: string; readonly at: Position }
  | { readonly kind: "inline"; readonly document: string; readonly name: string; readonly at: Position };

/** The kinds of principal that a test can be about. */
export const PRINCIPAL_TYPES = ["user", "role", "root", "federated-user", "service", "anonymous"] as const;

/** Who makes the calls of a test. */
export type TestPrincipal = {
  readonly type: (typeof PRINCIPAL_TYPES)[number];
  readonly name: string;
  readonly account: string;
  /** Of a user or role. */
  readonly arn: string;
  /** The unique ID, such as `AIDA…`, when it is known. */
  readonly id?: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** What else must be so of a decision: the layer and the statement that took it. */
export type Because = {
  readonly outcome?: "implicitDeny" | "explicitDeny";
  readonly layer?: LayerName | "root";
  readonly sid?: string;
  readonly policy?: string;
};

/** A call and whether it must be allowed. */
export type Expectation = {
  readonly can: boolean;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly resourcePolicy?: PolicyReference;
  readonly because?: Because;
  /** Why the author wants it so. */
  readonly comment?: string;
  /** Where it stands in the test file. */
  readonly at: Position;
};

/** A principal, its policies, and what it can and can not do. */
export type PolicyTest = {
  readonly name: string;
  readonly principal: TestPrincipal;
  readonly policies: readonly PolicyReference[];
  readonly boundary?: PolicyReference;
  readonly sessionPolicies?: readonly PolicyReference[];
  /** Levels of the organization, root first. */
  readonly scps: readonly (readonly PolicyReference[])[];
  readonly rcps: readonly (readonly PolicyReference[])[];
  readonly expectations: readonly Expectation[];
};

/** A file of policy tests. */
export type PolicyTestFile = { readonly path: string; readonly tests: readonly PolicyTest[] };

/** A test file, or a policy that it names, which can not be read. Shown as `file:line:column message`. */
export class TestFileError extends Error {
  override readonly name = "TestFileError";
  constructor(file: string, { line, column }: Position, message: string) {
    super(`${file}:${line}:${column} ${message}`);
  }
}
