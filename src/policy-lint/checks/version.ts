import type { LintDocument, Report } from "../document.ts";

/** Documents in the language of 2008, in which policy variables are text. */
export const checkVersion = ({ version, statements, found }: LintDocument, report: Report): void => {
  const at = Math.max(0, found.text.search(/\S/));
  if (version === undefined)
    report("no-version", {
      at,
      message:
        "Without Version the document is read in the language of 2008, and no managed policy may be written so.",
      advice: 'Add "Version": "2012-10-17".',
    });
  if (version === "2008-10-17")
    report("old-version", {
      at: Math.max(at, found.text.indexOf('"2008-10-17"')),
      message: "The language of 2008 has no policy variables.",
      advice: 'Write "Version": "2012-10-17".',
    });
  if (version === "2012-10-17") return;
  for (const { resources, conditions } of statements)
    for (const { value, start } of [...resources, ...conditions.flatMap(({ values }) => values)])
      if (/\$\{[a-z0-9-]+:[^}]+\}/i.test(value))
        report("variable-as-text", {
          at: start,
          message: `In the language of 2008 "${value}" has no variable: it stands for itself.`,
          advice: 'Write "Version": "2012-10-17".',
        });
};

// White space does not count. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and
// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (SCPs; there it counts)
const MOST = { identity: 6144, boundary: 6144, trust: 2048, scp: 5120, resource: 20_480 } as const;
const QUOTA = {
  identity: "a managed policy (an inline policy of a role may have 10,240, a group's 5,120, a user's 2,048)",
  boundary: "a managed policy",
  trust: "a trust policy, unless the quota was raised",
  scp: "a service control policy",
  resource: "most resource-based policies",
} as const;

/** Documents that are longer than their kind may be. */
export const checkLength = ({ found, use }: LintDocument, report: Report): void => {
  const length = use === "scp" ? found.text.length : found.text.replaceAll(/\s/g, "").length;
  if (length <= MOST[use]) return;
  report("policy-too-long", {
    at: Math.max(0, found.text.search(/\S/)),
    message: `The document has ${length} characters, and ${QUOTA[use]} has at most ${MOST[use]}.`,
    advice: "Divide it into several policies.",
  });
};
