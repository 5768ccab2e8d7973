import type { World } from "../../world.ts";
import type { ApiClient } from "../api/client.ts";
import { ApiError } from "../api/errors.ts";

/** Where the two WebSockets lead. */
export type PollEndpoint = { readonly endpoint: string; readonly telemetryEndpoint: string };

const lifetime = 12 * 60 * 60_000;

/**
 * Asks DiscoverPollEndpoint, and remembers the answer for twelve hours.
 *
 * @throws ApiError, ConnectionError
 */
export const createPollEndpoint = (
  api: ApiClient,
  world: World,
  cluster: string,
  containerInstance: string,
): (() => Promise<PollEndpoint>) => {
  let known: { readonly value: Promise<PollEndpoint>; readonly until: number } | undefined;
  const ask = async (): Promise<PollEndpoint> => {
    const answer = await api.call("DiscoverPollEndpoint", { cluster, containerInstance, zoneId: "" });
    const { endpoint, telemetryEndpoint } = answer;
    if (typeof endpoint !== "string")
      throw new ApiError("ServerException", "DiscoverPollEndpoint names no endpoint", 500);
    return { endpoint, telemetryEndpoint: typeof telemetryEndpoint === "string" ? telemetryEndpoint : "" };
  };
  return () => {
    if (known !== undefined && known.until > world.now()) return known.value;
    const value = ask();
    known = { value, until: world.now() + lifetime };
    value.catch(() => {
      known = undefined;
    });
    return value;
  };
};

/** `endpoint` with `ws` and a form-encoded query, as Amazon's agent writes it. */
export const webSocketUrl = (endpoint: string, query: Readonly<Record<string, string>>): string =>
  `${endpoint}${endpoint.endsWith("/") ? "" : "/"}ws?${new URLSearchParams(query).toString()}`;
