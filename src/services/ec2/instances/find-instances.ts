import { regionalArn, type Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { instancesNotFound, malformedInstanceId, missingParameter } from "../errors.ts";
import { zonesOf } from "../network/zones.ts";
import { tagsOf } from "../tags/table.ts";
import { type InstanceRow, instanceTable } from "./table.ts";

/** Whether the text has the form of an instance ID. */
export const isInstanceId = (id: string): boolean => /^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id);

/** The instance of this account and region with an ID, if there is one. */
export const instanceById = (state: Reader, scope: Scope, id: string): InstanceRow | undefined => {
  const row = state.table(instanceTable).get(id);
  return row?.accountId === scope.accountId && row.region === scope.region ? row : undefined;
};

/**
 * The instances with these IDs, each once, in the order given. Throws InvalidInstanceID.Malformed and
 * InvalidInstanceID.NotFound, naming all that are missing.
 */
export const instancesById = (
  state: Reader,
  scope: Scope,
  ids: readonly string[] | undefined,
): InstanceRow[] => {
  const asked = [...new Set(ids ?? [])];
  const malformed = asked.find((id) => !isInstanceId(id));
  if (malformed !== undefined) throw malformedInstanceId(malformed);
  const rows = asked.map((id) => instanceById(state, scope, id));
  const missing = asked.filter((_, index) => rows[index] === undefined);
  if (missing.length > 0) throw instancesNotFound(missing);
  return rows.filter((row) => row !== undefined);
};

/** The same, for operations that must name at least one. */
export const namedInstances = (
  state: Reader,
  scope: Scope,
  ids: readonly string[] | undefined,
): InstanceRow[] => {
  if (ids === undefined || ids.length === 0) throw missingParameter("instancesSet");
  return instancesById(state, scope, ids);
};

/**
 * The condition keys that an existing instance has.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html#amazonec2-instance
 */
export const instanceContext = (row: InstanceRow): Record<string, string | undefined> => ({
  "ec2:Region": row.region,
  "ec2:AvailabilityZone": row.availabilityZone,
  "ec2:AvailabilityZoneId": zonesOf(row.region).find((zone) => zone.name === row.availabilityZone)?.id,
  "ec2:EbsOptimized": String(row.ebsOptimized),
  "ec2:InstanceID": row.id,
  "ec2:InstanceMarketType": "on-demand",
  "ec2:InstanceMetadataTags": row.metadataOptions.instanceMetadataTags,
  "ec2:InstanceProfile": row.instanceProfile?.arn,
  "ec2:InstanceType": row.instanceType,
  "ec2:MetadataHttpEndpoint": row.metadataOptions.httpEndpoint,
  "ec2:MetadataHttpPutResponseHopLimit": String(row.metadataOptions.httpPutResponseHopLimit),
  "ec2:MetadataHttpTokens": row.metadataOptions.httpTokens,
  "ec2:RootDeviceType": "ebs",
  "ec2:Tenancy": "default",
});

/** What an action on instances needs: itself on each of them. An ID without instance is decided on as named. */
export const instanceNeeds = (
  action: string,
  state: Reader,
  scope: Scope,
  ids: readonly (string | undefined)[] | undefined,
): Need[] =>
  (ids === undefined || ids.length === 0 ? [undefined] : ids).map((id) => {
    const row = id === undefined ? undefined : instanceById(state, scope, id);
    return {
      action,
      resource: regionalArn(scope, "ec2", `instance/${id ?? "*"}`),
      context: row === undefined ? { "ec2:Region": scope.region } : instanceContext(row),
      resourceTags: row === undefined ? {} : tagsOf(state, row, row.id),
    };
  });

/** What an action without resource-level support needs. */
export const everythingNeed = (action: string, scope: Scope): Need => ({
  action,
  resource: "*",
  context: { "ec2:Region": scope.region },
});
