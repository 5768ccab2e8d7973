import { validationError } from "../../errors.ts";

/** What a health check does: connects to a port, and over HTTP asks for a path. */
export type HealthCheckTarget = {
  readonly protocol: "HTTP" | "HTTPS" | "TCP" | "SSL";
  readonly port: number;
  /** With its slash; missing for TCP and SSL. */
  readonly path?: string;
};

const LONGEST = 1024;

/**
 * Takes the target of a health check apart: `HTTP:80/index.html`, `TCP:80`. The protocol comes in any letter case.
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_HealthCheck.html; texts:
 * https://github.com/hashicorp/terraform/issues/8547 and AWS's answers that the tests of
 * https://github.com/go-amz/amz expect.
 *
 * @throws AwsError ValidationError
 */
export const parseTarget = (text: string): HealthCheckTarget => {
  if (text.length > LONGEST)
    throw validationError(`HealthCheck Target cannot be longer than ${LONGEST} characters`);
  const [, name = "", rest = ""] = /^(https?|tcp|ssl):(.*)$/is.exec(text) ?? [];
  const protocol = name.toUpperCase();
  if (protocol === "TCP" || protocol === "SSL") return { protocol, port: portOf(rest, portMissing) };
  if (protocol !== "HTTP" && protocol !== "HTTPS")
    throw validationError("HealthCheck Target must begin with one of HTTP, HTTPS, TCP, SSL");
  const slash = rest.indexOf("/");
  if (slash < 0 || !/^[\x21-\x7e]+$/.test(rest.slice(slash))) throw pathMissing(protocol);
  return {
    protocol,
    port: portOf(rest.slice(0, slash), () => pathMissing(protocol)),
    path: rest.slice(slash),
  };
};

const portMissing = () => validationError("HealthCheck Target must specify a port number");

const pathMissing = (protocol: string) =>
  validationError(
    `HealthCheck ${protocol} Target must specify a port followed by a path that begins with a slash. e.g. ${protocol}:80/ping/this/path`,
  );

const portOf = (text: string, malformed: () => Error): number => {
  if (!/^\d{1,9}$/.test(text)) throw malformed();
  const port = Number(text);
  if (port < 1 || port > 65_535)
    throw validationError("HealthCheck Target port must be in the range 1-65535");
  return port;
};
