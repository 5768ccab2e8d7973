import type { PlannedTransform } from "../plan/traffic-plan.ts";
import { patientRegex, portableRegex } from "./pattern.ts";
import { printable, quote } from "./quote.ts";

/** `$1` in AWS's words is `\1` in HAProxy's. */
const replacement = (text: string): string =>
  printable(text)
    .replaceAll("\\", "\\\\")
    .replaceAll("%", "%%")
    .replaceAll(/\$(\d)/g, "\\$1");

/**
 * The rules that rewrite what an action's requests ask for.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
export const transformRules = (name: string, transforms: readonly PlannedTransform[]): readonly string[] =>
  transforms.map(({ kind, regex, replacement: by }) => {
    const what = kind === "host" ? "replace-header Host" : "replace-pathq";
    // HAProxy puts the replacement in the place of everything; AWS in that of what matched.
    const whole = patientRegex(`^(.*?)(?:${portableRegex(regex)})(.*)$`);
    const groups = countGroups(regex);
    const shifted = replacement(by).replaceAll(/\\([1-9])/g, (_, digit: string) => `\\${Number(digit) + 1}`);
    return `http-request ${what} ${quote(whole)} ${quote(`\\1${shifted}\\${groups + 2}`)} if { var(txn.to) -m str ${name} }`;
  });

const countGroups = (regex: string): number => [...regex.replaceAll(/\\./g, "").matchAll(/\((?!\?)/g)].length;
