import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { World } from "../../../world.ts";
import { type MetadataFolder, readMetadata } from "./metadata-tree.ts";
import type { RoleDelivery } from "./role-credentials.ts";
import { createMetadataTokens, LONGEST_TOKEN_LIFE, type MetadataTokens } from "./session-tokens.ts";

/** What a metadata server asks of its instance, anew for each request. */
export type MetadataSubject = {
  readonly httpTokens: "optional" | "required";
  readonly httpEndpoint: "enabled" | "disabled";
  /** Everything below a version; `delivery` is the version of the service that asks. */
  readonly folder: (delivery: RoleDelivery) => MetadataFolder;
};

/** The metadata service of one instance. */
export type MetadataServer = { readonly url: string; readonly close: () => Promise<void> };

const TOKEN_PATH = /^\/latest\/api\/token\/?$/;
const TTL_HEADER = "x-aws-ec2-metadata-token-ttl-seconds";
const TOKEN_HEADER = "x-aws-ec2-metadata-token";
/** `latest`, or the date of a version; all are the same here. */
const VERSIONED = /^\/(latest|1\.0|\d{4}-\d{2}-\d{2})(\/.*)?$/;

/** Names by which the service may be called. A web page that rebinds its own name to this address is none. */
const isOwnName = (host: string | undefined, listening: string): boolean => {
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  return ["169.254.169.254", "[fd00:ec2::254]", "127.0.0.1", "localhost", "[::1]", listening].includes(name);
};

const answer = (
  response: ServerResponse,
  status: number,
  content: string | Buffer,
  type = "text/plain",
): void => {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(content),
    server: "EC2ws",
  });
  response.end(content);
};

const refuse = (response: ServerResponse, status: number, title: string): void =>
  answer(
    response,
    status,
    `<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head><title>${status} - ${title}</title></head><body><h1>${status} - ${title}</h1></body></html>\n`,
    "text/html",
  );

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const issueToken = (request: IncomingMessage, response: ServerResponse, tokens: MetadataTokens): void => {
  // A request that came through a proxy is not from the instance.
  const seconds = Number(header(request, TTL_HEADER));
  if (request.headers["x-forwarded-for"] !== undefined) refuse(response, 403, "Forbidden");
  else if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_TOKEN_LIFE) {
    refuse(response, 400, "Bad Request");
  } else {
    response.setHeader(TTL_HEADER, String(seconds));
    answer(response, 200, tokens.issue(seconds));
  }
};

/** Tells why a request is refused: a status and its name; undefined for one that is served. */
const refusal = (
  request: IncomingMessage,
  subject: MetadataSubject,
  tokens: MetadataTokens,
): readonly [status: number, title: string] | undefined => {
  if (subject.httpEndpoint === "disabled") return [403, "Forbidden"];
  if (request.method === "PUT")
    return TOKEN_PATH.test(pathOf(request)) ? undefined : [405, "Method Not Allowed"];
  if (request.method !== "GET" && request.method !== "HEAD") return [405, "Method Not Allowed"];
  const token = header(request, TOKEN_HEADER);
  const refused = token === undefined ? subject.httpTokens === "required" : !tokens.isValid(token);
  return refused ? [401, "Unauthorized"] : undefined;
};

const pathOf = (request: IncomingMessage): string => (request.url ?? "/").split("?")[0] ?? "/";

const contentOf = async (
  request: IncomingMessage,
  subject: MetadataSubject,
): Promise<string | Buffer | undefined> => {
  const path = pathOf(request);
  if (path === "/") return "1.0\n2021-07-15\nlatest";
  const delivery = header(request, TOKEN_HEADER) === undefined ? "1.0" : "2.0";
  const match = VERSIONED.exec(path);
  return match === null ? undefined : readMetadata(subject.folder(delivery), match[2] ?? "");
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  subject: MetadataSubject,
  tokens: MetadataTokens,
): Promise<void> => {
  const refused = refusal(request, subject, tokens);
  if (refused !== undefined) refuse(response, ...refused);
  else if (request.method === "PUT") issueToken(request, response, tokens);
  else {
    const content = await contentOf(request, subject);
    if (content === undefined) refuse(response, 404, "Not Found");
    else answer(response, 200, content);
  }
};

/**
 * Serves an instance's metadata on `host`, at `port` or any free one. Versions 1 and 2 of the service are told
 * apart by the token; a wrong token is always 401.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-returns.html
 */
export const openMetadataServer = async (options: {
  readonly subject: () => MetadataSubject | undefined;
  readonly world: World;
  readonly host: string;
  readonly port: number;
}): Promise<MetadataServer> => {
  const tokens = createMetadataTokens(options.world);
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    request.resume();
    const subject = options.subject();
    if (subject === undefined || !isOwnName(request.headers.host, options.host)) {
      refuse(response, 403, "Forbidden");
      return;
    }
    serve(request, response, subject, tokens).catch(() => {
      if (!response.headersSent) refuse(response, 500, "Internal Server Error");
    });
  });
  await listen(server, options.host, options.port);
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve();
    });
  });
