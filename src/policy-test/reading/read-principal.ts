import type { JsonNode } from "../../authorization/language/json.ts";
import { PRINCIPAL_TYPES, type TestPrincipal } from "../test-file.ts";
import type { JsonReader } from "./json-reader.ts";

/** The account of a principal for which none is given: that of AWS's examples. */
export const DEFAULT_ACCOUNT = "123456789012";

const KINDS = { user: "user", role: "role", "federated-user": "user" } as const;

/** Reads who makes the calls; a user of the example account when nothing is said. */
export const readPrincipal = (reader: JsonReader, node: JsonNode | undefined): TestPrincipal => {
  if (node === undefined) return made("user", {}, {});
  const members = reader.members(node, "principal", ["type", "name", "arn", "account", "tags"]);
  const text = (name: string): string | undefined => {
    const value = members.get(name);
    return value && reader.string(value, `principal.${name}`);
  };
  const typeNode = members.get("type");
  const arn = text("arn");
  const named = /^arn:[^:]*:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn ?? "");
  if (arn !== undefined && named === null && !/^arn:[^:]*:iam::\d{12}:root$/.test(arn))
    reader.refuse(members.get("arn") ?? node, `principal.arn is the ARN of a user or role, not "${arn}"`);
  const written = typeNode && reader.oneOf(typeNode, "principal.type", PRINCIPAL_TYPES);
  const [, accountInArn, typeInArn, nameInArn] = named ?? [];
  if (
    written !== undefined &&
    typeInArn !== undefined &&
    (KINDS as Record<string, string>)[written] !== typeInArn
  )
    reader.refuse(typeNode ?? node, `principal.type is ${written}, but the ARN is that of a ${typeInArn}`);
  const type =
    written ?? (typeInArn as "user" | "role" | undefined) ?? (arn?.endsWith(":root") ? "root" : "user");
  const account = text("account") ?? accountInArn ?? /::(\d{12}):root$/.exec(arn ?? "")?.[1];
  if (account !== undefined && !/^\d{12}$/.test(account))
    reader.refuse(members.get("account") ?? node, "principal.account is an account ID of twelve digits");
  const name = text("name") ?? nameInArn;
  const tags = members.get("tags");
  return made(
    type,
    {
      ...(name !== undefined && { name }),
      ...(account !== undefined && { account }),
      ...(arn !== undefined && { arn }),
    },
    tags === undefined ? {} : readTags(reader, tags, "principal.tags"),
  );
};

type Told = { readonly name?: string; readonly account?: string; readonly arn?: string };

const made = (
  type: TestPrincipal["type"],
  told: Told,
  tags: Readonly<Record<string, string>>,
): TestPrincipal => {
  const account = told.account ?? DEFAULT_ACCOUNT;
  const name = told.name ?? (type === "service" ? "ecs.amazonaws.com" : "tester");
  const kind = type === "role" ? "role" : "user";
  const arn =
    told.arn ??
    (type === "root" ? `arn:aws:iam::${account}:root` : `arn:aws:iam::${account}:${kind}/${name}`);
  return { type, name, account, arn, tags };
};

/** Reads a map of tags. */
export const readTags = (
  reader: JsonReader,
  node: JsonNode,
  what: string,
): Readonly<Record<string, string>> =>
  // `fromEntries` defines members, so that a tag named __proto__ is one.
  Object.fromEntries(
    reader.object(node, what).members.map(({ key, value }) => [key, reader.scalar(value, `${what}.${key}`)]),
  );
