import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Cancel, World } from "../../world.ts";
import type { RoleCredentials } from "../tasks/payload-task.ts";
import { answerCredentials } from "./credentials.ts";
import type { MetadataSource } from "./metadata-source.ts";
import { createRateLimit } from "./rate-limit.ts";
import { SOURCE_HEADER } from "./switchboard.ts";

/** An answer of the endpoint: a status and what becomes JSON. */
export type EndpointAnswer = { readonly status: number; readonly body: unknown };

/** Looks up credentials by id: undefined is an unknown id, a function whose result is undefined a known one without credentials yet. */
export type CredentialLookup = (id: string) => (() => RoleCredentials | undefined) | undefined;

/**
 * The HTTP server that containers reach as 169.254.170.2: role credentials, task metadata, task protection. One a
 * process, shared by all its agents.
 */
export type TaskEndpoint = {
  readonly addCredentials: (id: string, get: () => RoleCredentials | undefined) => void;
  readonly removeCredentials: (id: string) => void;
  /** Serves a container's metadata at `/v3/<id>`, `/v4/<id>` and `/api/<id>`. */
  readonly addMetadata: (id: string, source: MetadataSource) => void;
  readonly removeMetadata: (id: string) => void;
  /** The port it listens on; undefined while it cannot (the port is taken; it keeps trying). */
  readonly port: () => number | undefined;
  /** Resolves when the first attempt to listen has succeeded or failed. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
};

const retryPause = 30_000;
const largestBody = 16 * 1024;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > largestBody) throw new Error("the request is too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
};

/** Which container asks: the switchboard in front tells; nobody else can reach this endpoint from a container. */
const sourceOf = (request: IncomingMessage): string => {
  const told = request.headers[SOURCE_HEADER];
  return typeof told === "string" ? told : (request.socket.remoteAddress ?? "");
};

const notFound: EndpointAnswer = { status: 404, body: "404 page not found" };

const answerMetadata = async (source: MetadataSource, path: string): Promise<EndpointAnswer> => {
  const readers: Readonly<Record<string, () => Promise<unknown>>> = {
    "": source.container,
    "/task": source.task,
    "/taskWithTags": source.taskWithTags,
    "/stats": source.containerStats,
    "/task/stats": source.taskStats,
  };
  const read = Object.hasOwn(readers, path) ? readers[path] : undefined;
  return read === undefined ? notFound : { status: 200, body: await read() };
};

/**
 * Starts the endpoint on 127.0.0.1. If the port is taken it says so, tries again every 30 seconds, and everything
 * else works meanwhile.
 */
export const createTaskEndpoint = (settings: {
  /** 51679 unless told; 0 picks a free one. */
  readonly port?: number;
  readonly world: World;
  readonly logger: (line: string) => void;
}): TaskEndpoint => {
  const { world, logger } = settings;
  const wanted = settings.port ?? 51_679;
  const credentials = new Map<string, () => RoleCredentials | undefined>();
  const metadata = new Map<string, MetadataSource>();
  const withinLimit = createRateLimit(world, 40, 60);

  const route = async (request: IncomingMessage): Promise<EndpointAnswer> => {
    const url = URL.parse(request.url ?? "/", "http://169.254.170.2");
    if (url === null) return notFound;
    if (!withinLimit(sourceOf(request))) return { status: 429, body: "Too Many Requests" };
    const credentialsAnswer = answerCredentials(url, (id) => credentials.get(id));
    if (credentialsAnswer !== undefined) return credentialsAnswer;
    const match = /^\/(v3|v4|api)\/([^/]+)(\/.*?)?\/?$/.exec(url.pathname);
    if (match === null) return notFound;
    const [, kind, id = "", path = ""] = match;
    const source = metadata.get(id);
    if (source === undefined) return { status: 404, body: `unable to find the container of id ${id}` };
    if (kind !== "api") return request.method === "GET" ? answerMetadata(source, path) : notFound;
    if (path !== "/task-protection/v1/state") return notFound;
    return source.taskProtection(request.method ?? "GET", await readBody(request));
  };

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    route(request)
      .catch((error: unknown): EndpointAnswer => {
        logger(`task endpoint: ${error instanceof Error ? error.message : String(error)}`);
        return { status: 500, body: "internal error" };
      })
      .then(({ status, body }) => {
        const text = JSON.stringify(body);
        response.writeHead(status, {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
        });
        response.end(text);
      });
  };

  const server = createServer(listener);
  let port: number | undefined;
  let closed = false;
  let cancelRetry: Cancel = () => {};
  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      const failed = (error: NodeJS.ErrnoException) => {
        const why = error.code === "EADDRINUSE" ? "the port is taken" : error.message;
        logger(
          `task endpoint: cannot listen on 127.0.0.1:${wanted}: ${why}; containers get neither role credentials nor metadata until it is free`,
        );
        cancelRetry = world.after(retryPause, () => void (closed || listen()));
        resolve();
      };
      server.once("error", failed);
      server.listen(wanted, "127.0.0.1", () => {
        server.off("error", failed);
        const address = server.address();
        port = typeof address === "object" && address !== null ? address.port : undefined;
        resolve();
      });
    });
  const ready = listen();

  return {
    addCredentials: (id, get) => void credentials.set(id, get),
    removeCredentials: (id) => void credentials.delete(id),
    addMetadata: (id, source) => void metadata.set(id, source),
    removeMetadata: (id) => void metadata.delete(id),
    port: () => port,
    ready,
    close: async () => {
      closed = true;
      cancelRetry();
      await ready;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
