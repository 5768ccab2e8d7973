import type { DecisionRecord } from "../operation/index.ts";

/** Whom decisions are grouped by: a user, a role with all its sessions, or whoever else asked. */
export type GroupedPrincipal = {
  /** The same for every record of the principal, and no other's. */
  readonly key: string;
  readonly arn: string;
  readonly kind: "user" | "role" | "federated-user" | "root" | "service";
  /** The name without its path, as IAM's operations take it. */
  readonly name: string;
  readonly accountId: string;
};

const SESSION = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//;

/** The principal that a record's permission belongs to: of a role's session, the role. */
export const groupedPrincipal = (record: DecisionRecord): GroupedPrincipal => {
  const { principal: arn, accountId } = record;
  const [, partition, account, roleName] = SESSION.exec(arn) ?? [];
  if (roleName !== undefined) {
    const roleArn = roleArnOf(record) ?? `arn:${partition}:iam::${account}:role/${roleName}`;
    return { key: `${account}/${roleName}`, arn: roleArn, kind: "role", name: roleName, accountId };
  }
  const name = arn.slice(arn.lastIndexOf("/") + 1);
  const kind = kindOf(arn);
  return { key: arn, arn, kind, name: kind === "root" ? "root" : name, accountId };
};

// A session's ARN leaves out the path of the role.
const roleArnOf = ({ explanation, context }: DecisionRecord): string | undefined => {
  const told = explanation?.request.principal.roleArn ?? context["aws:PrincipalArn"];
  return typeof told === "string" && told.includes(":role/") ? told : undefined;
};

const kindOf = (arn: string): GroupedPrincipal["kind"] => {
  if (/^arn:[^:]+:iam::\d{12}:user\//.test(arn)) return "user";
  if (/^arn:[^:]+:iam::\d{12}:root$/.test(arn)) return "root";
  if (/^arn:[^:]+:sts::\d{12}:federated-user\//.test(arn)) return "federated-user";
  return "service";
};

/**
 * Whether a person means this principal by `text`: its ARN, the ARN of one of its sessions, `user/alice`,
 * `role/deployer`, or just the name.
 */
export const isMeant = (principal: GroupedPrincipal, text: string): boolean => {
  const { arn, kind, name, accountId } = principal;
  if (text === arn || text === name || text === `${kind}/${name}`) return true;
  const [, , account, roleName] = SESSION.exec(`${text}/`) ?? [];
  return kind === "role" && roleName === name && account === accountId;
};
