import { readFileSync } from "node:fs";
import {
  countOf,
  createPolicyLoader,
  type FileResult,
  readTestFile,
  renderJunit,
  renderPretty,
  renderTap,
  runTests,
  TestFileError,
} from "../policy-test/index.ts";
import { CliError } from "./cli-error.ts";
import { wantsColor } from "./wants-color.ts";

/** What `portreeve test` was asked, next to the files. */
export type TestCommandOptions = { readonly format?: string };

/** `portreeve test`: exit code 0 when all passed, 1 when something failed, 2 when a file can not be read. */
export const test = (files: readonly string[], options: TestCommandOptions): void => {
  const results = files.map(runFile);
  process.stdout.write(render(results, options.format ?? (process.stdout.isTTY === true ? "pretty" : "tap")));
  if (countOf(results.flatMap(({ tests }) => tests)).failed > 0) process.exitCode = 1;
};

const render = (results: readonly FileResult[], format: string): string => {
  if (format === "tap") return renderTap(results);
  return format === "junit"
    ? renderJunit(results)
    : renderPretty(results, { color: wantsColor(process.stdout) });
};

const runFile = (path: string): FileResult => {
  try {
    const file = readTestFile(path, read(path));
    return runTests(
      file,
      createPolicyLoader(path, (policy) => readFileSync(policy, "utf8")),
      () => performance.now(),
    );
  } catch (error) {
    if (error instanceof TestFileError) throw new CliError(error.message, 2);
    throw error;
  }
};

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(`can not read ${path}: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
};
