import type { PolicySyntaxError } from "../authorization/index.ts";
import { checkArns } from "./checks/arns.ts";
import { checkBreadth } from "./checks/breadth.ts";
import { checkKeyPresence } from "./checks/condition-presence.ts";
import { checkForAllValues, checkOperators } from "./checks/condition-types.ts";
import { checkValues } from "./checks/condition-values.ts";
import { checkContradictions } from "./checks/contradictions.ts";
import { checkDeadResources } from "./checks/dead-resources.ts";
import { checkEcsEscalation } from "./checks/escalation-ecs.ts";
import { checkIamEscalation } from "./checks/escalation-iam.ts";
import { checkInstanceReach } from "./checks/escalation-instance.ts";
import { checkActionNames, checkKeyNames } from "./checks/names.ts";
import { checkPassRole, checkServiceLinkedRoles } from "./checks/pass-role.ts";
import { checkRedundancy, checkRedundantValues } from "./checks/redundancy.ts";
import { checkTrust } from "./checks/trust.ts";
import { checkLength, checkVersion } from "./checks/version.ts";
import {
  type LintDocument,
  type LintStatement,
  lintStatements,
  positionsOf,
  type Report,
  reportOn,
} from "./document.ts";
import { type Finding, inOrder } from "./finding.ts";
import { type DocumentUse, type FoundDocument, findDocuments } from "./reading/find-documents.ts";
import { readPolicy } from "./reading/read-policy.ts";
import { checkRole } from "./roles/check-role.ts";
import { detectPurpose } from "./roles/detect.ts";
import type { RolePurpose } from "./roles/requirements.ts";

/** A file to look into: its name, as findings shall give it, and its text. */
export type LintSource = { readonly name: string; readonly text: string };

/** What is known of the files beyond their text. */
export type LintOptions = {
  /** What every document is for; otherwise each is asked for itself. */
  readonly as?: DocumentUse;
  /** The role that the documents are for. */
  readonly role?: RolePurpose;
};

type Prepared = { readonly document: LintDocument; readonly report: Report };

/**
 * Looks into policy documents: JSON files that are a policy, hold a list of them, or are what an AWS API answered.
 * Documents of one role (in such an answer), and documents of one call that come with one trust policy, are
 * looked at together. Never throws for anything that a file holds; the text that AWS would refuse it with is a finding.
 */
export const lintPolicies = (
  sources: readonly LintSource[],
  options: LintOptions = {},
): readonly Finding[] => {
  const findings: Finding[] = [];
  const prepared = sources.flatMap((source) => prepare(source, options, findings));
  for (const one of prepared) checkDocument(one);
  for (const group of groupsOf(prepared)) checkGroup(group, options.role);
  return inOrder(
    findings,
    sources.map(({ name }) => name),
  );
};

const prepare = (source: LintSource, options: LintOptions, findings: Finding[]): readonly Prepared[] => {
  // Of a file with a byte order mark, AWS's tools read what follows it.
  const text = source.text.startsWith("\uFEFF") ? ` ${source.text.slice(1)}` : source.text;
  const positionOf = positionsOf(text);
  return findDocuments(text).map((found) => {
    const report = reportOn({ file: source.name, found }, positionOf, findings);
    const use = options.as ?? useOf(found, source.name);
    const { policy, refusals } = readPolicy(found.text, use);
    for (const { error, offset } of refusals)
      report("malformed-policy", { at: offset, message: error.awsMessage, advice: detailOf(error) });
    const statements = policy === undefined ? [] : lintStatements(policy);
    const version = /"Version"\s*:\s*"(2008-10-17|2012-10-17)"/.exec(found.text)?.[1];
    return { document: { file: source.name, found, use, version, policy, statements }, report };
  });
};

// The engine's own words, without the place that the finding has anyway.
const detailOf = ({ message }: PolicySyntaxError): string => {
  const text = message.replace(/ \(line \d+, column \d+\)$/, "");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

// A policy that names principals stands on something: on a role when it speaks of nothing but assuming it.
const useOf = ({ text, use }: FoundDocument, file: string): DocumentUse => {
  if (use !== undefined && use !== "identity") return use;
  // Nothing in an SCP or a boundary says that it is one, so people say it in the name: `regions.scp.json`.
  const [, told] = /(?:^|[\\/._-])(scp|boundary)(?=[._-][^\\/]*$)/i.exec(file) ?? [];
  if (told !== undefined) return told.toLowerCase() as DocumentUse;
  if (!/"(?:Not)?Principal"\s*:/.test(text)) return use ?? "identity";
  const resources = /"(?:Not)?Resource"\s*:/.test(text);
  return /"sts:(?:AssumeRole|TagSession|SetSourceIdentity|\*)/i.test(text) && !resources
    ? "trust"
    : "resource";
};

const checkDocument = ({ document, report }: Prepared): void => {
  if (document.policy === undefined) return;
  checkVersion(document, report);
  checkLength(document, report);
  for (const statement of document.statements) checkStatement(statement, document.use, report);
  checkRedundancy(document.statements, report);
};

const checkStatement = (statement: LintStatement, use: DocumentUse, report: Report): void => {
  checkActionNames(statement, report);
  checkKeyNames(statement, report);
  checkArns(statement, report);
  checkDeadResources(statement, report);
  checkKeyPresence(statement, report);
  checkOperators(statement, report);
  checkForAllValues(statement, report);
  checkValues(statement, report);
  checkContradictions(statement, report);
  checkRedundantValues(statement, report);
  if (use === "identity" || use === "resource") checkBreadth(statement, report);
  if (use === "trust") checkTrust(statement, report);
};

// Each role of an answer of the IAM API; otherwise all documents together when they come with one trust policy, as the
// policies of one role, and each by itself when not.
const groupsOf = (prepared: readonly Prepared[]): readonly (readonly Prepared[])[] => {
  const owned = Map.groupBy(
    prepared.filter(({ document }) => document.found.owner !== undefined),
    ({ document }) => `${document.file}\n${document.found.owner?.name}`,
  );
  const free = prepared.filter(({ document }) => document.found.owner === undefined);
  const together = free.filter(({ document }) => document.use === "trust").length === 1;
  return [...owned.values(), ...(together ? [free] : free.map((one) => [one]))];
};

const checkGroup = (group: readonly Prepared[], declared: RolePurpose | undefined): void => {
  const identity = group.filter(({ document }) => document.use === "identity");
  const trusts = group.filter(({ document }) => document.use === "trust");
  const statements = identity.flatMap(({ document }) => document.statements);
  const purpose =
    declared ??
    detectPurpose(
      trusts.map(({ document }) => document),
      statements,
    );
  const complete = !group.some(({ document }) => document.found.owner?.hasOthers);
  if (purpose !== undefined) checkRole({ purpose, complete, identity, trusts });
  for (const { document, report } of identity) {
    checkPassRole(document.statements, report);
    checkServiceLinkedRoles(document.statements, report);
    checkInstanceReach(document.statements, purpose === "container-instance", report);
    checkIamEscalation(document.statements, report);
  }
  // A way to a role leads through several permissions, which may stand in several policies.
  const reports = new Map(
    identity.flatMap(({ document, report }) => document.statements.map((statement) => [statement, report])),
  );
  checkEcsEscalation(statements, (statement) => reports.get(statement) ?? (() => undefined));
};
