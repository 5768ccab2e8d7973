import { dirname, resolve } from "node:path";
import {
  type CompiledPolicy,
  compilePolicy,
  type PolicyKind,
  PolicySyntaxError,
  validatePolicy,
} from "../../authorization/index.ts";
import { findDocuments } from "../../policy-lint/reading/find-documents.ts";
import { awsManagedPolicy } from "../../services/iam/policies/aws-managed.ts";
import { type PolicyReference, TestFileError } from "../test-file.ts";

/** Gives the compiled policies that a test file names; throws {@link TestFileError}. */
export type PolicyLoader = (reference: PolicyReference, kind: PolicyKind) => CompiledPolicy;

/** Makes the loader of one test file. Each policy is read and compiled once; `readFile` gives a file's text. */
export const createPolicyLoader = (testFile: string, readFile: (path: string) => string): PolicyLoader => {
  const loaded = new Map<string, CompiledPolicy>();
  return (reference, kind) => {
    const key = `${kind} ${keyOf(reference)}`;
    const found = loaded.get(key);
    if (found !== undefined) return found;
    const made = compile(testFile, reference, kind, readFile);
    loaded.set(key, made);
    return made;
  };
};

const keyOf = (reference: PolicyReference): string => {
  if (reference.kind === "file") return reference.path;
  return reference.kind === "awsManaged" ? reference.arn : reference.document;
};

const compile = (
  testFile: string,
  reference: PolicyReference,
  kind: PolicyKind,
  readFile: (path: string) => string,
): CompiledPolicy => {
  const fail = (message: string): never => {
    throw new TestFileError(testFile, reference.at, message);
  };
  if (reference.kind === "awsManaged") {
    const policy = awsManagedPolicy(reference.arn);
    if (policy === undefined) return fail(`no policy of AWS's with the ARN ${reference.arn} is known here`);
    return compilePolicy(policy.document, { kind, name: policy.name, arn: policy.arn });
  }
  const name = reference.kind === "file" ? reference.path : reference.name;
  const source =
    reference.kind === "file" ? read(testFile, reference.path, readFile, fail) : reference.document;
  try {
    validatePolicy(source, kind);
    return compilePolicy(source, { kind, name });
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    return fail(`${name} is refused: ${error.awsMessage} ${error.message}`);
  }
};

const read = (
  testFile: string,
  path: string,
  readFile: (path: string) => string,
  fail: (message: string) => never,
): string => {
  let text: string;
  try {
    text = readFile(resolve(dirname(testFile), path));
  } catch (error) {
    return fail(`can not read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  // What an AWS API answered holds the document inside.
  const documents = findDocuments(text);
  if (documents.length > 1)
    return fail(`${path} holds ${documents.length} policies; a file for each is needed`);
  return documents[0]?.text ?? text;
};
