import type { TargetDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { defaultVpc, instanceTable } from "../../../ec2/index.ts";
import { invalidTarget, validationError } from "../errors.ts";
import type { TargetGroupRow } from "../target-groups/table.ts";
import { isPrivateAddress } from "./private-address.ts";

const idsOf = (targets: readonly TargetDescription[]): readonly string[] => [
  ...new Set(targets.map(({ Id = "" }) => Id)),
];

/** States of an instance in which AWS lets it be registered. */
const REGISTRABLE: readonly string[] = ["running", "pending", "stopping", "stopped"];

const checkInstances = (state: Reader, scope: Scope, ids: readonly string[]): void => {
  const table = state.table(instanceTable);
  const missing: string[] = [];
  const gone: string[] = [];
  for (const id of ids) {
    const row = table.get(id);
    const here = row?.accountId === scope.accountId && row.region === scope.region;
    if (!here) missing.push(id);
    else if (!REGISTRABLE.includes(row.state)) gone.push(id);
  }
  if (missing.length > 0) throw invalidTarget(`Instances '[${missing.join(", ")}]' do not exist`);
  if (gone.length > 0)
    throw invalidTarget(
      `The following targets are not in a running state and cannot be registered: '${gone.join("', '")}'`,
    );
};

const checkAddresses = (ids: readonly string[]): void => {
  for (const id of ids) {
    if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(id))
      throw validationError(`The IP address '${id}' is not a valid IPv4 address`);
    if (!isPrivateAddress(id))
      throw invalidTarget(
        `The IP address '${id}' is not a valid target: it must be from the subnets of the VPC of the target group, or from one of the ranges 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 and 192.168.0.0/16`,
      );
  }
};

/**
 * Refuses what cannot be a target of the group.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html
 *
 * @throws AwsError InvalidTarget, ValidationError
 */
export const checkTargets = (
  state: Reader,
  scope: Scope,
  group: TargetGroupRow,
  targets: readonly TargetDescription[],
): void => {
  const ids = idsOf(targets);
  switch (group.targetType) {
    case "instance":
      checkInstances(state, scope, ids);
      return;
    case "ip":
      checkAddresses(ids);
      return;
    case "lambda":
      throw invalidTarget("Portreeve does not carry Lambda functions as targets yet");
    case "alb":
      throw invalidTarget("Portreeve does not carry load balancers as targets yet");
  }
};

/** The third octet of an address within 172.31.0.0/16. */
const thirdOctet = (address: string): number | undefined => {
  const parts = /^172\.31\.(\d{1,3})\./.exec(address);
  return parts === null ? undefined : Number(parts[1]);
};

/** The zone that a target is in; `all` for addresses outside the VPC. */
export const zoneOf = (
  state: Reader,
  scope: Scope,
  group: TargetGroupRow,
  id: string,
): string | undefined => {
  if (group.targetType === "instance") return state.table(instanceTable).get(id)?.availabilityZone;
  const octet = thirdOctet(id);
  const subnet =
    octet === undefined
      ? undefined
      : defaultVpc(scope).subnets.find(({ thirdOctet: first }) => octet >= first && octet < first + 16);
  return subnet?.availabilityZone ?? "all";
};
