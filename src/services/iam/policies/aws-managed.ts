import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** A policy that AWS maintains, as every account has it. */
export type AwsManagedPolicy = {
  /** With the partition `aws`. */
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly versionId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly document: string;
};

type DataRow = {
  readonly arn: string;
  readonly versionId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly document: object;
};

const DATA = new URL("./managed-policies.data.json", import.meta.url);
const MARK = ":policy/";

/** AWS's own identifiers of these policies are not published as data; one derived from the ARN is as stable. */
const derivedId = (arn: string): string =>
  `ANPA${Array.from(createHash("sha256").update(arn).digest().subarray(0, 17), (byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte & 31]).join("")}`;

const fromData = (row: DataRow): AwsManagedPolicy => {
  const pathAndName = row.arn.slice(row.arn.indexOf(MARK) + MARK.length - 1);
  const slash = pathAndName.lastIndexOf("/");
  return {
    arn: row.arn,
    id: derivedId(row.arn),
    name: pathAndName.slice(slash + 1),
    path: pathAndName.slice(0, slash + 1),
    versionId: row.versionId,
    createdAt: Date.parse(row.createdAt),
    updatedAt: Date.parse(row.updatedAt),
    document: JSON.stringify(row.document, null, 4),
  };
};

let loaded: ReadonlyMap<string, AwsManagedPolicy> | undefined;

/** Every AWS managed policy by ARN; read from the data file when first asked for. */
export const awsManagedPolicies = (): ReadonlyMap<string, AwsManagedPolicy> => {
  if (loaded === undefined) {
    const rows = JSON.parse(readFileSync(DATA, "utf8")) as readonly DataRow[];
    loaded = new Map(rows.map((row) => [row.arn, fromData(row)]));
  }
  return loaded;
};

const OWNER = /^arn:(aws|aws-cn|aws-us-gov):iam::aws:policy\//;

/** The AWS managed policy of an ARN in any partition; undefined when there is none. */
export const awsManagedPolicy = (arn: string): AwsManagedPolicy | undefined =>
  OWNER.test(arn) ? awsManagedPolicies().get(arn.replace(OWNER, "arn:aws:iam::aws:policy/")) : undefined;
