import type { LintStatement, Report } from "../document.ts";
import { nearestName } from "../reference/nearest-name.ts";
import { findService, servicePrefixes } from "../reference/services.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html, and the regions of each partition:
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
const PARTITIONS: readonly (readonly [start: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
const NAMES_IN_PLACE_OF_ACCOUNTS =
  /^(?:aws|amazon|aws-marketplace|aws-managed|cloudfront|elasticache|123456789012)$/;

const partitionOf = (region: string): string =>
  PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? "aws";

/** ARNs that no resource can have: of a service that there is not, in a region of another partition, with an account that is none. */
export const checkArns = (statement: LintStatement, report: Report): void => {
  for (const { value, start } of statement.resources) {
    const [scheme, partition = "", service = "", region = "", account] = value.split(":");
    if (scheme !== "arn" || account === undefined) continue;
    const wrong = (message: string, advice?: string): void =>
      report("invalid-arn", { at: start, message, ...(advice !== undefined && { advice }) });
    if (!/[*?$]/.test(service) && !isArnService(service)) {
      const near = nearestName(service, servicePrefixes());
      wrong(
        `There is no service "${service}" in AWS, so "${value}" is no resource.`,
        near && `Did you mean "${near}"?`,
      );
    }
    if (region !== "" && !/[*?$]/.test(region)) checkRegion(region, partition, wrong);
    if (!isAccount(account))
      wrong(
        `"${account}" is no account ID: those have twelve digits.`,
        'Write the twelve digits, or "*" for any account.',
      );
  }
};

const checkRegion = (
  region: string,
  partition: string,
  wrong: (message: string, advice?: string) => void,
): void => {
  if (!REGION.test(region)) {
    wrong(`"${region}" is no region.`, 'Write a region such as "us-east-1", or "*" for any.');
    return;
  }
  const home = partitionOf(region);
  if (!/[*?$]/.test(partition) && home !== partition)
    wrong(
      `The region ${region} is in the partition "${home}", not in "${partition}", so no resource has this ARN.`,
      `Write "arn:${home}:…".`,
    );
};

const isAccount = (account: string): boolean =>
  account === "" ||
  /[*?$]/.test(account) ||
  /^\d{12}$/.test(account) ||
  NAMES_IN_PLACE_OF_ACCOUNTS.test(account);

const arnServices = new Map<string, boolean>();

// Some services name their resources by another prefix than their actions: those of `wafv2:` are under `elasticloadbalancing` and so on.
const isArnService = (service: string): boolean => {
  const known = arnServices.get(service);
  if (known !== undefined) return known;
  const found =
    findService(service) !== undefined ||
    servicePrefixes().some((prefix) =>
      Array.from(findService(prefix)?.resourceTypes.values() ?? []).some(
        ({ arn }) => arn.split(":")[2] === service,
      ),
    );
  if (arnServices.size < 1024) arnServices.set(service, found);
  return found;
};
