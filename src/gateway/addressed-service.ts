import { awsJson } from "./protocols/aws-json.ts";
import { awsQuery } from "./protocols/aws-query.ts";
import { type ApiRequest, header, type Protocol } from "./protocols/protocol.ts";
import type { ServedService, ServedServices } from "./served-service.ts";

const versionPattern = /(?:^|&)Version=(\d{4}-\d\d-\d\d)(?:&|$)/;

const ofVersion = (version: string, services: ServedServices): ServedService | undefined => {
  for (const served of services.values()) {
    const { protocol } = served.service;
    if (protocol.kind !== "awsJson1.1" && protocol.version === version) return served;
  }
  return undefined;
};

/**
 * The service that a request speaks to, whatever it is signed for: by the prefix of `X-Amz-Target`, or the
 * `Version` of a Query request. Undefined when neither tells.
 */
export const addressedService = (
  request: ApiRequest,
  services: ServedServices,
): ServedService | undefined => {
  const target = header(request, "x-amz-target");
  if (target !== undefined) {
    const prefix = target.slice(0, target.lastIndexOf("."));
    for (const served of services.values()) {
      const { protocol } = served.service;
      if (protocol.kind === "awsJson1.1" && protocol.targetPrefix === prefix) return served;
    }
    return undefined;
  }
  const { body, query } = request;
  const found =
    versionPattern.exec(query) ??
    versionPattern.exec(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1"));
  return found?.[1] === undefined ? undefined : ofVersion(found[1], services);
};

const anyJson = awsJson("");
const anyQuery = awsQuery("", "https://portreeve.invalid/");

/** The protocol to answer in when no service is known: by what the request looks like. */
export const guessedProtocol = (request: Pick<ApiRequest, "headers">): Protocol =>
  header(request, "x-amz-target") !== undefined || /json/.test(header(request, "content-type") ?? "")
    ? anyJson
    : anyQuery;
