import { type Credentials, signRequest } from "../../signature/index.ts";
import type { World } from "../../world.ts";
import { userAgent } from "../version.ts";
import { ApiError, isTransient, parseApiError } from "./errors.ts";
import { httpRequest } from "./http-request.ts";

/** Calls operations of one AWS service in its JSON 1.1 protocol. */
export type ApiClient = {
  /**
   * @param options.credentials sign with these instead of the agent's own
   * @param options.attempts how often to try when the failure is transient (3 unless told)
   * @returns the answer's JSON
   * @throws ApiError for an error the service answered with, ConnectionError if it could not be reached
   */
  readonly call: (
    operation: string,
    input: object,
    options?: CallOptions,
  ) => Promise<Record<string, unknown>>;
};

/** How a call differs from the usual: see {@link ApiClient.call}. */
export type CallOptions = {
  readonly credentials?: Credentials;
  readonly attempts?: number;
  readonly signal?: AbortSignal;
};

/** The first part of `x-amz-target`, by the service's name in signatures. */
export const targetPrefix = {
  ecs: "AmazonEC2ContainerServiceV20141113",
  ssm: "AmazonSSM",
  secretsmanager: "secretsmanager",
  ecr: "AmazonEC2ContainerRegistry_V20150921",
} as const;

const timeout = 60_000;

/** A client for `service` at `endpoint`, signing with whatever `credentials` returns at the time of each attempt. */
export const createApiClient = (settings: {
  readonly service: keyof typeof targetPrefix;
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
  readonly world: World;
}): ApiClient => {
  const { service, endpoint, region, world } = settings;
  const attempt = async (
    operation: string,
    body: string,
    invocation: { readonly id: string; readonly attempt: number; readonly of: number },
    options: CallOptions,
  ): Promise<Record<string, unknown>> => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "content-length": String(Buffer.byteLength(body)),
      "x-amz-target": `${targetPrefix[service]}.${operation}`,
      "amz-sdk-invocation-id": invocation.id,
      "amz-sdk-request": `attempt=${invocation.attempt}; max=${invocation.of}`,
    };
    const signed = signRequest({
      method: "POST",
      url: endpoint,
      headers,
      body,
      credentials: options.credentials ?? (await settings.credentials()),
      region,
      service,
      date: world.now(),
    });
    const answer = await httpRequest(endpoint, {
      method: "POST",
      headers: { ...headers, ...signed, "user-agent": userAgent },
      body,
      timeout,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    if (answer.status !== 200) throw parseApiError(answer.body, answer.status);
    try {
      return JSON.parse(answer.body === "" ? "{}" : answer.body) as Record<string, unknown>;
    } catch {
      throw new ApiError("SerializationException", `${operation} was not answered with JSON`, 500);
    }
  };

  return {
    call: async (operation, input, options = {}) => {
      const body = JSON.stringify(input);
      const of = options.attempts ?? 3;
      const id = world.uuid();
      for (let count = 1; ; count += 1) {
        try {
          return await attempt(operation, body, { id, attempt: count, of }, options);
        } catch (error) {
          if (count >= of || !isTransient(error) || options.signal?.aborted === true) throw error;
          await new Promise<void>((resolve) => world.after(30 * 2 ** count, resolve));
        }
      }
    },
  };
};
