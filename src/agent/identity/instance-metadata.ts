import type { World } from "../../world.ts";
import { httpRequest } from "../api/http-request.ts";

/** Reads the EC2 instance metadata service, version 2. */
export type InstanceMetadata = {
  /** The text at `path` (such as `/latest/meta-data/instance-id`); undefined if there is none (404). */
  readonly get: (path: string) => Promise<string | undefined>;
};

/** The metadata service refused or broke; the message names the path, never what was sent. */
export class InstanceMetadataError extends Error {
  override readonly name = "InstanceMetadataError";
}

const tokenLifetime = 21_600;
const timeout = 5_000;

/**
 * A client for the metadata service at `endpoint`. A session token is fetched at the first read and again when it
 * has expired or is refused.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export const createInstanceMetadata = (endpoint: string, world: World): InstanceMetadata => {
  const base = endpoint.replace(/\/$/, "");
  let token: { readonly text: string; readonly expires: number } | undefined;

  const fetchToken = async (): Promise<string> => {
    const answer = await httpRequest(`${base}/latest/api/token`, {
      method: "PUT",
      headers: { "x-aws-ec2-metadata-token-ttl-seconds": String(tokenLifetime) },
      timeout,
    });
    if (answer.status !== 200)
      throw new InstanceMetadataError(`PUT /latest/api/token was answered with status ${answer.status}`);
    const lifetime = Number(answer.headers["x-aws-ec2-metadata-token-ttl-seconds"] ?? tokenLifetime);
    token = { text: answer.body, expires: world.now() + lifetime * 900 };
    return answer.body;
  };

  const get = async (path: string, again: boolean): Promise<string | undefined> => {
    const text = token !== undefined && token.expires > world.now() ? token.text : await fetchToken();
    const answer = await httpRequest(`${base}${path}`, {
      method: "GET",
      headers: { "x-aws-ec2-metadata-token": text },
      timeout,
    });
    if (answer.status === 200) return answer.body;
    if (answer.status === 404) return undefined;
    if (answer.status === 401 && again) {
      token = undefined;
      return get(path, false);
    }
    throw new InstanceMetadataError(`GET ${path} was answered with status ${answer.status}`);
  };

  return { get: (path) => get(path, true) };
};
