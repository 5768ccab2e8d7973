import { isIPv4 } from "node:net";
import type { TargetDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { defaultVpc, instanceTable } from "../../../ec2/index.ts";
import { invalidTarget, notCarried, validationError } from "../errors.ts";
import type { TargetGroupRow } from "../target-groups/table.ts";
import { isPrivateAddress } from "./private-address.ts";

const idsOf = (targets: readonly TargetDescription[]): readonly string[] => [
  ...new Set(targets.map(({ Id = "" }) => Id)),
];

/** States of an instance in which AWS lets it be registered. */
const REGISTRABLE: readonly string[] = ["running", "pending", "stopping", "stopped"];

const checkInstances = (state: Reader, scope: Scope, ids: readonly string[]): void => {
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3668
  const malformed = ids.find((id) => !/^i-[0-9a-z]{1,17}$/.test(id));
  if (malformed !== undefined) throw validationError(`Instance ID '${malformed}' is not valid`);
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

const checkAddresses = (scope: Scope, targets: readonly TargetDescription[]): void => {
  for (const { Id = "", AvailabilityZone: asked } of targets) {
    // https://github.com/ansible-collections/community.aws/issues/1441
    if (!isIPv4(Id)) throw validationError(`The IP address '${Id}' is not a valid IPv4 address`);
    if (!isPrivateAddress(Id))
      throw invalidTarget(
        `The IP address '${Id}' is not a valid target: it must be from the subnets of the VPC of the target group, or from one of the ranges 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 and 192.168.0.0/16`,
      );
    const zone = zoneOfAddress(scope, Id);
    // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/561
    if (asked !== undefined && asked !== zone && zone !== undefined)
      throw validationError(
        `The IP address '${Id}' is within the VPC, and cannot have its Availability Zone overridden to '${asked}' from '${zone}'`,
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
  if (targets.some(({ QuicServerId }) => QuicServerId !== undefined)) throw notCarried("QUIC");
  const ids = idsOf(targets);
  switch (group.targetType) {
    case "instance":
      checkInstances(state, scope, ids);
      return;
    case "ip":
      checkAddresses(scope, targets);
      return;
    case "lambda":
      throw invalidTarget("Portreeve does not carry Lambda functions as targets yet");
    case "alb":
      throw invalidTarget("Portreeve does not carry load balancers as targets yet");
  }
};

/** The zone of an address within 172.31.0.0/16; undefined for those outside the VPC's subnets. */
const zoneOfAddress = (scope: Scope, address: string): string | undefined => {
  const parts = /^172\.31\.(\d{1,3})\./.exec(address);
  if (parts === null) return undefined;
  const octet = Number(parts[1]);
  return defaultVpc(scope).subnets.find(({ thirdOctet }) => octet >= thirdOctet && octet < thirdOctet + 16)
    ?.availabilityZone;
};

/** The zone that a target is in; `all` for addresses outside the VPC. */
export const zoneOf = (
  state: Reader,
  scope: Scope,
  group: TargetGroupRow,
  id: string,
): string | undefined => {
  if (group.targetType === "instance") return state.table(instanceTable).get(id)?.availabilityZone;
  // AWS wants `all` said for these; here, where containers' addresses lie outside the VPC, it goes without saying.
  return zoneOfAddress(scope, id) ?? "all";
};
