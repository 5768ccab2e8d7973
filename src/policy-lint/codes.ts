import type { Severity } from "./finding.ts";

type Description = { readonly severity: Severity; readonly title: string };

/**
 * Every code that a finding can have: stable names, the usual severity, and what each stands for.
 * `docs/lint.md` shows an example of each.
 */
export const CODES = {
  "malformed-policy": { severity: "error", title: "AWS refuses the document" },
  "no-version": {
    severity: "warning",
    title: "The document does not say in which version of the language it is written",
  },
  "old-version": { severity: "suggestion", title: "The document is written in the language of 2008" },
  "variable-as-text": {
    severity: "error",
    title: "A policy variable in a document of the old language is text",
  },
  "policy-too-long": { severity: "warning", title: "The document is longer than AWS lets it be" },
  "unknown-service": { severity: "error", title: "There is no such service" },
  "unknown-action": { severity: "error", title: "The service has no such action" },
  "unknown-condition-key": { severity: "error", title: "There is no such condition key" },
  "unknown-variable": { severity: "error", title: "A policy variable names no condition key" },
  "action-takes-no-resource": {
    severity: "error",
    title: "An action that takes no resource is granted on one, which never matches",
  },
  "action-not-on-resource": {
    severity: "error",
    title: "None of the statement's resources is one that the action is decided on",
  },
  "pattern-partly-dead": {
    severity: "suggestion",
    title: "Some of the actions that a wildcard stands for never match the statement's resources",
  },
  "resource-of-no-action": {
    severity: "warning",
    title: "None of the statement's actions is decided on the resource",
  },
  "invalid-arn": { severity: "error", title: "No resource can have this ARN" },
  "condition-never-holds": {
    severity: "error",
    title: "The conditions of the statement contradict each other",
  },
  "condition-key-never-present": {
    severity: "error",
    title: "The actions of the statement never have the condition key",
  },
  "condition-key-sometimes-absent": {
    severity: "warning",
    title: "Some actions of the statement never have the condition key",
  },
  "condition-without-effect": { severity: "warning", title: "The condition is true for every request" },
  "redundant-statement": { severity: "warning", title: "Another statement says the same and more" },
  "redundant-value": { severity: "suggestion", title: "A value of a list is covered by another one" },
  "allow-under-deny": { severity: "warning", title: "A Deny covers the whole Allow" },
  "operator-type-mismatch": {
    severity: "error",
    title: "The operator compares something else than the key holds",
  },
  "operator-beside-type": {
    severity: "warning",
    title: "The operator works on the key, but another is made for it",
  },
  "value-never-equal": {
    severity: "error",
    title: "No value of the key can equal what the condition asks for",
  },
  "wildcard-as-text": { severity: "warning", title: "A wildcard where the operator takes it as text" },
  "set-operator-missing": {
    severity: "warning",
    title: "A multivalued key without ForAllValues or ForAnyValue",
  },
  "set-operator-needless": {
    severity: "warning",
    title: "ForAllValues or ForAnyValue on a key with one value",
  },
  "for-all-values-unguarded": { severity: "warning", title: "ForAllValues allows requests without the key" },
  "allow-not-action": { severity: "warning", title: "NotAction with Allow grants everything else" },
  "allow-not-resource": { severity: "warning", title: "NotResource with Allow grants everything else" },
  "full-access": { severity: "warning", title: "Every action on every resource is allowed" },
  "wildcard-in-service": { severity: "warning", title: "A wildcard stands for services" },
  "service-linked-role-any": {
    severity: "warning",
    title: "Service-linked roles of any service can be created",
  },
  "pass-role-any": { severity: "warning", title: "Any role can be passed" },
  "pass-role-to-any-service": { severity: "warning", title: "A role can be passed to any service" },
  "escalation-run-with-role": {
    severity: "warning",
    title: "Who can run tasks with a role that can be passed has its permissions",
  },
  "escalation-execute-command": {
    severity: "warning",
    title: "Who can enter a container has the permissions of its task role",
  },
  "escalation-update-service": {
    severity: "suggestion",
    title: "Who can update a service runs what they like in it",
  },
  "escalation-container-instance": {
    severity: "warning",
    title: "Who can join a container instance receives tasks and the credentials of their roles",
  },
  "task-state-forgery": { severity: "warning", title: "States of tasks that run elsewhere can be reported" },
  "instances-of-all-clusters": {
    severity: "warning",
    title: "Container instances of every cluster can be drained or changed",
  },
  "escalation-iam": { severity: "warning", title: "Permissions can be given to oneself through IAM" },
  "trust-everybody": { severity: "error", title: "Everybody may assume the role" },
  "trust-without-subject": {
    severity: "warning",
    title: "Every identity of the provider may assume the role",
  },
  "trust-confused-deputy": {
    severity: "suggestion",
    title: "The service may be made to use the role for somebody else",
  },
  "trust-unknown-service": {
    severity: "error",
    title: "The service of the role's purpose may not assume it",
  },
  "role-lacks-permission": { severity: "error", title: "The role can not do what it is for" },
  "role-lacks-feature": { severity: "suggestion", title: "A feature of the role will not work" },
  "role-excess": { severity: "suggestion", title: "The role does not need the permission" },
  "role-deprecated": { severity: "suggestion", title: "There is a newer way than this role" },
} as const satisfies Record<string, Description>;

/** The stable name of a kind of finding. */
export type FindingCode = keyof typeof CODES;
