import type { Matcher } from "@aws-sdk/client-elastic-load-balancing-v2";
import { validationError } from "../errors.ts";
import { type Checked, isHttp } from "./health-check.ts";
import type { HealthCheck } from "./table.ts";

type Codes = NonNullable<HealthCheck["matcher"]>;

/** Whether a text is codes and spans of codes, all of them from `least` to `most`. */
const areCodes = (text: string, least: number, most: number): boolean =>
  text.split(",").every((part) => {
    const span = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part);
    if (span === null) return false;
    const [from, to] = [Number(span[1]), Number(span[2] ?? span[1])];
    return from >= least && to <= most && from <= to;
  });

/**
 * The codes that mean health. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
 *
 * @throws AwsError ValidationError
 */
export const checkedMatcher = (
  group: Checked,
  asked: Matcher | undefined,
  present: Codes | undefined,
): Codes => {
  const grpc = group.protocolVersion === "GRPC";
  if (asked === undefined) return present ?? defaultCodes(group);
  const { HttpCode, GrpcCode } = asked;
  if (HttpCode !== undefined && GrpcCode !== undefined)
    throw validationError("You cannot specify both an HTTP code and a gRPC code");
  if (grpc) {
    if (GrpcCode === undefined)
      throw validationError(
        "A gRPC code must be specified for target groups with the protocol version 'GRPC'",
      );
    if (!areCodes(GrpcCode, 0, 99))
      throw validationError(
        `Health check matcher GRPC code '${GrpcCode}' must be a comma-separated list of values or ranges between 0 and 99`,
      );
    return { grpcCode: GrpcCode };
  }
  if (GrpcCode !== undefined)
    throw validationError("gRPC codes are supported for target groups with the protocol version 'GRPC' only");
  if (HttpCode === undefined) return present ?? defaultCodes(group);
  const most = isHttp(group.protocol) || group.targetType === "lambda" ? 499 : 599;
  if (!areCodes(HttpCode, 200, most))
    throw validationError(
      `Health check matcher HTTP code '${HttpCode}' must be within '200-${most}' inclusive`,
    );
  return { httpCode: HttpCode };
};

const defaultCodes = (group: Checked): Codes => {
  if (group.protocolVersion === "GRPC") return { grpcCode: "12" };
  return { httpCode: isHttp(group.protocol) || group.targetType === "lambda" ? "200" : "200-399" };
};
