import { renderExplanation } from "../../authorization/index.ts";
import type { ExpectationResult, FileResult, TestResult } from "../running/run-tests.ts";
import { countOf, placeOf, titleOf } from "./titles.ts";

/** Results as JUnit XML, the form that CI systems read: a suite for each test, a case for each expectation. */
export const renderJunit = (files: readonly FileResult[]): string => {
  const { all, failed } = countOf(files.flatMap(({ tests }) => tests));
  const suites = files.flatMap((file) => file.tests.map((test) => suite(file, test)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="${all}" failures="${failed}" errors="0" time="${seconds(files.flatMap(({ tests }) => tests))}">\n${suites.join("")}</testsuites>\n`;
};

const seconds = (tests: readonly TestResult[]): string =>
  (tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(6);

const suite = (file: FileResult, test: TestResult): string => {
  const { all, failed } = countOf([test]);
  const cases = test.results.map((result) => testCase(file, test, result)).join("");
  return `  <testsuite name="${xml(test.test.name)}" file="${xml(file.file.path)}" tests="${all}" failures="${failed}" errors="0" skipped="0" time="${seconds([test])}">\n${cases}  </testsuite>\n`;
};

const testCase = (
  file: FileResult,
  { test, results, milliseconds }: TestResult,
  result: ExpectationResult,
): string => {
  const time = (milliseconds / 1000 / results.length).toFixed(6);
  const head = `    <testcase classname="${xml(test.name)}" name="${xml(titleOf(result))}" file="${xml(file.file.path)}" line="${result.expectation.at.line}" time="${time}"`;
  if (result.passed) return `${head}/>\n`;
  const account = result.explanation ? renderExplanation(result.explanation, { color: false }) : "";
  return `${head}>\n      <failure message="${xml(result.failure ?? "")}" type="policy">${xml(`${placeOf(file, result)}\n${account}`)}</failure>\n    </testcase>\n`;
};

// What XML 1.0 has no way to write is shown as such.
const UNWRITABLE = /[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu;

const xml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(UNWRITABLE, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
