import { createRequire } from "node:module";
import type DockerModem from "docker-modem";
import { RuntimeError } from "../container-runtime.ts";

/** Calls the Docker Engine's HTTP API. */
export type DockerEngine = {
  /** One call; JSON in, JSON out; 2xx and 304 are good. Rejects with RuntimeError and the daemon's text. */
  readonly call: <T>(method: string, path: string, body?: object) => Promise<T>;
  /** A call whose answer is a stream of JSON lines; resolves when the answer begins. */
  readonly stream: (
    method: string,
    path: string,
    signal: AbortSignal,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<NodeJS.ReadableStream>;
};

const good = Object.fromEntries([200, 201, 202, 204, 304].map((status) => [status, true]));

/** `unix:///var/run/docker.sock`, `tcp://host:2375`, `http(s)://host:port` as docker-modem wants them. */
const address = (dockerHost: string): DockerModem.ConstructorOptions => {
  const url = new URL(dockerHost);
  if (url.protocol === "unix:") return { socketPath: url.pathname };
  return {
    host: url.hostname,
    port: url.port || (url.protocol === "https:" ? 2376 : 2375),
    protocol: url.protocol === "https:" ? "https" : "http",
  };
};

const asRuntimeError = (error: unknown): RuntimeError => {
  if (!(error instanceof Error)) return new RuntimeError(String(error), 0);
  const { statusCode, json } = error as Error & {
    readonly statusCode?: number;
    readonly json?: { readonly message?: string } | null;
  };
  if (statusCode === undefined)
    return new RuntimeError(`Cannot connect to the Docker daemon: ${error.message}`, 0, { cause: error });
  return new RuntimeError(json?.message ?? error.message, statusCode, { cause: error });
};

/**
 * A client of the daemon at `dockerHost`. It uses dockerode's own transport, docker-modem, directly: dockerode
 * itself loads gRPC for BuildKit sessions, 15 MB of memory for what an agent never does.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.41/
 */
export const connectDocker = (dockerHost: string): DockerEngine => {
  // Why require, here: the module costs memory that a control plane without Docker should not pay.
  const Modem = createRequire(import.meta.url)("docker-modem") as new (
    options: DockerModem.ConstructorOptions,
  ) => DockerModem;
  const modem = new Modem(address(dockerHost));
  const dial = (options: DockerModem.DialOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      // Why the "&": docker-modem cuts one character off a path with a query and no parameters of its own.
      const path =
        options.path.includes("?") && options.options === undefined ? `${options.path}&` : options.path;
      modem.dial({ ...options, path, statusCodes: good }, (error, result) => {
        if (error) reject(asRuntimeError(error));
        else resolve(result);
      });
    });
  return {
    call: async <T>(method: string, path: string, body?: object) =>
      (await dial({
        method,
        path,
        ...(body === undefined ? {} : { options: { _query: {}, _body: body } }),
      })) as T,
    stream: async (method, path, signal, headers) =>
      (await dial({
        method,
        path,
        isStream: true,
        abortSignal: signal,
        ...(headers === undefined ? {} : { headers: { ...headers } }),
      })) as NodeJS.ReadableStream,
  };
};
