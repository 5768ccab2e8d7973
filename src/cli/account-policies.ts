import { existsSync } from "node:fs";
import type { CurrentPolicy, GroupedPrincipal } from "../least-privilege/index.ts";
import { signRequest } from "../signature/index.ts";
import { CliError } from "./cli-error.ts";
import type { DataFolder } from "./data-folder.ts";
import { readEndpoint } from "./endpoint-file.ts";
import { readXml, type XmlElement } from "./read-xml.ts";
import { readRootCredentials } from "./root-credentials.ts";

/** Answers the identity-based policies that a principal has now; none for one that is gone. */
export type CurrentPolicies = (principal: GroupedPrincipal) => readonly CurrentPolicy[];

const page = async (
  folder: DataFolder,
  accountId: string,
  marker: string | undefined,
): Promise<XmlElement | undefined> => {
  if (!existsSync(folder.endpoint) || !existsSync(folder.account(accountId))) return undefined;
  const { url, region } = readEndpoint(folder);
  const body = new URLSearchParams({
    Action: "GetAccountAuthorizationDetails",
    Version: "2010-05-08",
    MaxItems: "1000",
    ...(marker === undefined ? {} : { Marker: marker }),
  }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  const credentials = readRootCredentials(folder, accountId);
  const target = new URL("/", url);
  const signed = signRequest({
    method: "POST",
    url: target,
    headers,
    body,
    credentials,
    region,
    service: "iam",
    date: Date.now(),
  });
  const response = await fetch(target, { method: "POST", headers: { ...headers, ...signed }, body }).catch(
    () => undefined,
  );
  if (response === undefined) return undefined;
  const answer = readXml(await response.text());
  if (!response.ok) {
    const error = answer.child("Error");
    throw new CliError(
      `the account's policies can't be read: ${error.child("Code").text}: ${error.child("Message").text}`,
    );
  }
  return answer.child("GetAccountAuthorizationDetailsResult");
};

/**
 * Reads every policy of an account from the running control plane, as its root user; undefined when none runs, or
 * when it has no such account.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const readAccountPolicies = async (
  folder: DataFolder,
  accountId: string,
): Promise<CurrentPolicies | undefined> => {
  const pages: XmlElement[] = [];
  let marker: string | undefined;
  do {
    const next = await page(folder, accountId, marker);
    if (next === undefined) return undefined;
    pages.push(next);
    marker = next.child("IsTruncated").text === "true" ? next.child("Marker").text : undefined;
  } while (marker !== undefined);
  const all = (list: string): readonly XmlElement[] => pages.flatMap((each) => each.members(list));
  const documents = new Map(
    all("Policies").map((policy) => [policy.child("Arn").text, defaultDocument(policy)]),
  );
  const groups = new Map(all("GroupDetailList").map((group) => [group.child("GroupName").text, group]));
  const users = new Map(all("UserDetailList").map((user) => [user.child("Arn").text, user]));
  const roles = new Map(all("RoleDetailList").map((role) => [role.child("RoleName").text, role]));

  const policiesOf = (holder: XmlElement, noun: "User" | "Group" | "Role"): readonly CurrentPolicy[] => {
    const attachedTo = `${noun.toLowerCase()} ${holder.child(`${noun}Name`).text}`;
    return [
      ...holder.members(`${noun}PolicyList`).map((policy) => ({
        document: decodeURIComponent(policy.child("PolicyDocument").text),
        origin: { kind: "inline" as const, name: policy.child("PolicyName").text, attachedTo },
      })),
      ...holder.members("AttachedManagedPolicies").flatMap((policy) => {
        const arn = policy.child("PolicyArn").text;
        const document = documents.get(arn);
        const origin = { kind: "managed" as const, name: policy.child("PolicyName").text, arn, attachedTo };
        return document === undefined ? [] : [{ document, origin }];
      }),
    ];
  };
  return ({ kind, arn, name }) => {
    const role = kind === "role" ? roles.get(name) : undefined;
    if (role !== undefined) return policiesOf(role, "Role");
    const user = kind === "user" ? users.get(arn) : undefined;
    if (user === undefined) return [];
    const memberships = user.members("GroupList").flatMap(({ text }) => groups.get(text) ?? []);
    return [...policiesOf(user, "User"), ...memberships.flatMap((group) => policiesOf(group, "Group"))];
  };
};

const defaultDocument = (policy: XmlElement): string => {
  const versions = policy.members("PolicyVersionList");
  const current = versions.find((version) => version.child("IsDefaultVersion").text === "true");
  return decodeURIComponent(current?.child("Document").text ?? "");
};
