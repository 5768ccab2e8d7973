import { type Credentials, signRequest } from "../../signature/index.ts";

/**
 * A telemetry frame: an HTTP header block that signs a GET of the connection's own URL with the JSON as its body, an
 * empty line, the JSON. TCS checks each frame, so a stolen connection is worth nothing.
 */
export const signedFrame = (
  url: string,
  json: string,
  credentials: Credentials,
  region: string,
  date: number,
): string => {
  const signed = signRequest({ method: "GET", url, body: json, credentials, region, service: "ecs", date });
  const headers: Record<string, string> = { ...signed, Host: new URL(url).host };
  const lines = Object.keys(headers)
    .sort()
    .map((name) => `${name}: ${headers[name]}\r\n`);
  return `${lines.join("")}\r\n${json}`;
};
