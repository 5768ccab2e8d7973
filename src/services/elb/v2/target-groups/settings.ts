import type { CreateTargetGroupInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../../arn.ts";
import { defaultVpc } from "../../../ec2/index.ts";
import type { Asked } from "../elb-operation.ts";
import { invalidConfiguration, notCarried, validationError } from "../errors.ts";
import { isHttp } from "./health-check.ts";
import type { TargetGroupRow } from "./table.ts";

const LONGEST_NAME = 32;

/**
 * Refuses names that AWS refuses.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 *
 * @throws AwsError ValidationError
 */
export const checkTargetGroupName = (name: string): void => {
  const noun = `Target group name '${name}'`;
  if (name === "") throw validationError("A target group name must be specified");
  if (name.length > LONGEST_NAME)
    throw validationError(`${noun} cannot be longer than '${LONGEST_NAME}' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw validationError(
      `${noun} can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  if (name.startsWith("-") || name.endsWith("-"))
    throw validationError(`${noun} cannot begin or end with a hyphen(-)`);
};

/** What a target group is, apart from how it is checked. */
export type Settings = Pick<
  TargetGroupRow,
  "targetType" | "protocol" | "protocolVersion" | "port" | "vpcId" | "ipAddressType" | "targetControlPort"
>;

const VERSIONS = ["HTTP1", "HTTP2", "GRPC"];

/**
 * What a request makes of a target group.
 *
 * @throws AwsError ValidationError, InvalidConfigurationRequest
 */
export const checkedSettings = (scope: Scope, input: Asked<CreateTargetGroupInput>): Settings => {
  const { TargetType: targetType = "instance" } = input;
  if (input.IpAddressType === "ipv6") throw notCarried("IPv6 targets");
  if (targetType === "lambda") return lambdaSettings(input);
  const { Protocol: protocol, Port: port, VpcId: vpcId } = input;
  if (protocol === undefined) throw validationError("A protocol must be specified");
  if (protocol === "GENEVE") throw notCarried("gateway load balancers");
  if (protocol === "QUIC" || protocol === "TCP_QUIC") throw notCarried("QUIC");
  if (targetType === "alb" && protocol !== "TCP")
    throw validationError(`Protocol '${protocol}' is not supported with the target type 'alb'`);
  if (port === undefined) throw validationError("A port must be specified");
  if (vpcId === undefined || vpcId === "") throw validationError("A VPC ID must be specified");
  if (vpcId !== defaultVpc(scope).id) throw validationError(`The VPC ID '${vpcId}' is not found`);
  return {
    targetType,
    protocol,
    port,
    vpcId,
    ipAddressType: "ipv4",
    ...versionOf(protocol, input.ProtocolVersion),
    ...(input.TargetControlPort === undefined ? {} : { targetControlPort: input.TargetControlPort }),
  };
};

const versionOf = (protocol: string, asked: string | undefined): Pick<Settings, "protocolVersion"> => {
  if (!isHttp(protocol)) {
    if (asked !== undefined)
      throw invalidConfiguration(
        `Protocol version '${asked}' is not supported for target groups with the protocol '${protocol}'`,
      );
    return {};
  }
  const version = asked?.toUpperCase() ?? "HTTP1";
  if (!VERSIONS.includes(version))
    throw validationError(`Protocol version '${asked}' must be one of '${VERSIONS.join(", ")}'`);
  return { protocolVersion: version };
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
const lambdaSettings = (input: Asked<CreateTargetGroupInput>): Settings => {
  for (const [what, given] of [
    ["protocol", input.Protocol],
    ["port", input.Port],
    ["VPC ID", input.VpcId],
    ["protocol version", input.ProtocolVersion],
  ] as const)
    if (given !== undefined)
      throw validationError(`A ${what} cannot be specified for target groups with target type 'lambda'`);
  return { targetType: "lambda", ipAddressType: "ipv4" };
};
