import type { Candidate } from "../candidate.ts";
import type { Comparison, Expression } from "./parse.ts";
import { matchesWildcard } from "./wildcard.ts";

/** What an expression is decided on: an instance, and the tasks it has. */
export type Subject = {
  readonly candidate: Candidate;
  readonly groupsOn: (instanceArn: string) => Iterable<string>;
  readonly countByStatus: (instanceArn: string, status: "RUNNING" | "PENDING") => number;
};

/** Whether an instance is a member of what an expression describes. */
export const matches = (expression: Expression, subject: Subject): boolean => {
  switch (expression.kind) {
    case "and":
      return matches(expression.left, subject) && matches(expression.right, subject);
    case "or":
      return matches(expression.left, subject) || matches(expression.right, subject);
    case "not":
      return !matches(expression.of, subject);
    case "exists":
      return valuesOf(expression.subject, subject).length > 0 !== expression.negated;
    case "in":
      return (
        valuesOf(expression.subject, subject).some((value) => expression.values.includes(value)) !==
        expression.negated
      );
    case "match":
      return (
        valuesOf(expression.subject, subject).some((value) => matchesWildcard(expression.pattern, value)) !==
        expression.negated
      );
    case "compare":
      return compared(expression.subject, expression.by, expression.value, subject);
  }
};

/** The values a subject has: none for an attribute that is missing, several for `task:group`. */
const valuesOf = (name: string, { candidate, groupsOn, countByStatus }: Subject): readonly string[] => {
  const { instance, attributes } = candidate;
  if (name.startsWith("attribute:")) {
    const value = attributes.get(name.slice("attribute:".length));
    return value === undefined ? [] : [value];
  }
  switch (name) {
    case "task:group":
      return [...groupsOn(instance.arn)];
    case "agentConnected":
      return [String(instance.agentConnected)];
    case "agentVersion":
      return instance.versionInfo.agentVersion === undefined ? [] : [instance.versionInfo.agentVersion];
    case "ec2InstanceId":
      return instance.ec2InstanceId === undefined ? [] : [instance.ec2InstanceId];
    case "registeredAt":
      return [new Date(instance.registeredAt).toISOString()];
    case "runningTasksCount":
      return [String(countByStatus(instance.arn, "RUNNING"))];
    default:
      return [];
  }
};

const compared = (name: string, by: Comparison, wanted: string, subject: Subject): boolean => {
  const values = valuesOf(name, subject);
  if (by === "==") return values.some((value) => equal(name, value, wanted));
  if (by === "!=") return !values.some((value) => equal(name, value, wanted));
  return values.some((value) => {
    const order = orderOf(name, value, wanted);
    if (order === undefined) return false;
    switch (by) {
      case "<":
        return order < 0;
      case "<=":
        return order <= 0;
      case ">":
        return order > 0;
      case ">=":
        return order >= 0;
    }
    return false;
  });
};

const equal = (name: string, value: string, wanted: string): boolean =>
  value === wanted || (name === "registeredAt" && orderOf(name, value, wanted) === 0);

/** Dates as dates, versions part by part, numbers as numbers, else texts. */
const orderOf = (name: string, value: string, wanted: string): number | undefined => {
  if (name === "registeredAt") {
    const moment = Date.parse(wanted);
    return Number.isNaN(moment) ? undefined : Date.parse(value) - moment;
  }
  if (name === "agentVersion") return versionOrder(value, wanted);
  const left = Number(value);
  const right = Number(wanted);
  if (value !== "" && wanted !== "" && !Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return value < wanted ? -1 : value > wanted ? 1 : 0;
};

const versionOrder = (value: string, wanted: string): number => {
  const left = value.split(".").map(Number);
  const right = wanted.split(".").map(Number);
  for (let part = 0; part < Math.max(left.length, right.length); part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};
