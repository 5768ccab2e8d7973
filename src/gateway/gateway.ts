import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  AwsError,
  type ControlPlane,
  type RequestFacts,
  type Service,
  type UpgradeHandler,
} from "../operation/index.ts";
import { type Answered, type ApiParts, answerRequest, refuseRequest } from "./api.ts";
import type { ResolveCredentials } from "./authentication/credentials.ts";
import { type GatewayLog, silentLog } from "./log.ts";
import { isLoopback } from "./loopback.ts";
import { Metrics } from "./metrics.ts";
import type { ApiRequest } from "./protocols/protocol.ts";
import { readBody } from "./read-body.ts";
import { isRebound, misdirected } from "./rebinding.ts";
import { requestFacts } from "./request-facts.ts";
import { serveAll } from "./served-service.ts";
import { Upgrades } from "./upgrades.ts";

/** What a gateway is made of. */
export type GatewayOptions = {
  readonly plane: ControlPlane;
  readonly services: readonly Service[];
  readonly resolveCredentials: ResolveCredentials;
  /** Takes the agents' channels; without it they are refused. */
  readonly upgrades?: UpgradeHandler;
  readonly metrics?: Metrics;
  readonly log?: GatewayLog;
  /** Portreeve's version, for `/health`. */
  readonly version?: string;
};

/** The control plane's door. */
export type Gateway = {
  /** Opens the door; port 0 takes any that is free. Rejects when the address can't be had. */
  readonly listen: (address: {
    readonly host: string;
    readonly port: number;
  }) => Promise<{ readonly port: number }>;
  /** Lets no one new in, answers who is in, and closes the agents' channels. Resolves when all have left. */
  readonly close: () => Promise<void>;
  readonly metrics: Metrics;
};

// How long a close waits for the requests under way, in milliseconds.
const GRACE = 5_000;

/** Makes a gateway. It does nothing before `listen`. */
export const createGateway = (options: GatewayOptions): Gateway => new HttpGateway(options);

class HttpGateway implements Gateway {
  readonly metrics: Metrics;
  readonly #options: GatewayOptions;
  readonly #api: ApiParts;
  readonly #upgrades: Upgrades;
  readonly #server: Server;
  /** The name or address that the operator wants to be called by. */
  #name = "";
  #closing = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.metrics = options.metrics ?? new Metrics();
    this.#api = {
      plane: options.plane,
      services: serveAll(options.services),
      resolveCredentials: options.resolveCredentials,
      log: options.log ?? silentLog,
    };
    this.#upgrades = new Upgrades(this.#api, options.upgrades);
    this.#server = createServer({
      // Why so large: a session token carries the session's policies and tags.
      maxHeaderSize: 64 * 1024,
      headersTimeout: 20_000,
      requestTimeout: 60_000,
      keepAliveTimeout: 75_000,
      // Why: some HTTP clients offer `h2c` on plain connections; it is an offer, and the call is answered without.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
    });
    this.#server.on("request", (request, response) => void this.#serve(request, response));
    this.#server.on("upgrade", (request, socket, head) => this.#upgrades.serve(request, socket, head));
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      const status =
        error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
      if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      else socket.destroy();
    });
  }

  readonly listen: Gateway["listen"] = ({ host, port }) =>
    new Promise((resolve, reject) => {
      this.#name = host.toLowerCase();
      this.#server.once("error", reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off("error", reject);
        // INVARIANT: a server that listens on TCP has an address with a port.
        resolve({ port: (this.#server.address() as AddressInfo).port });
      });
    });

  readonly close: Gateway["close"] = () =>
    new Promise((resolve) => {
      this.#closing = true;
      const cancel = this.#options.plane.world.after(GRACE, () => {
        this.#upgrades.terminate();
        this.#server.closeAllConnections();
      });
      this.#server.close(() => {
        cancel();
        resolve();
      });
      this.#upgrades.close();
      this.#server.closeIdleConnections();
    });

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const facts = requestFacts(request, this.#options.plane.world);
    const [path = "/", query = ""] = splitUrl(request.url ?? "/");
    if (request.method === "GET" && (path === "/health" || path === "/metrics")) {
      if (isRebound(request, this.#name)) return misdirected(response);
      return path === "/health" ? this.#health(response) : this.#showMetrics(response, facts);
    }
    const body = await readBody(request);
    if (body === "aborted") return;
    const whole: ApiRequest = {
      method: request.method ?? "GET",
      path,
      query,
      headers: request.headers,
      body: typeof body === "string" ? new Uint8Array(0) : body,
    };
    const answered =
      typeof body === "string"
        ? refuseRequest(this.#api, whole, facts, tooLarge())
        : await answerRequest(this.#api, whole, facts);
    this.#send(response, answered, facts, typeof body === "string");
    const { service, operation, code } = answered;
    this.metrics.request(service, operation, code, (performance.now() - started) / 1000);
  }

  #send(response: ServerResponse, { answer }: Answered, facts: RequestFacts, last: boolean): void {
    const length = Buffer.byteLength(answer.body);
    const headers = [
      "Content-Type",
      answer.contentType,
      "Content-Length",
      String(length),
      "x-amzn-RequestId",
      facts.requestId,
      "x-portreeve-iam-mode",
      this.#options.plane.authority.mode,
    ];
    if (last || this.#closing) headers.push("Connection", "close");
    response.writeHead(answer.status, headers);
    // Why latin1: a text of ASCII alone, which most are, is the same in it and is written faster.
    response.end(answer.body, length === answer.body.length ? "latin1" : "utf8");
  }

  #health(response: ServerResponse): void {
    const { plane, version } = this.#options;
    this.#text(
      response,
      "application/json",
      JSON.stringify({
        status: this.#closing ? "closing" : "ok",
        version: version ?? "unknown",
        iamMode: plane.authority.mode,
        services: [...this.#api.services.keys()].sort(),
      }),
    );
  }

  /** Nobody is authenticated here, so that the figures of others, which name what is whose, stay on this machine. */
  async #showMetrics(response: ServerResponse, { sourceIp }: RequestFacts): Promise<void> {
    const text = isLoopback(sourceIp) ? await this.metrics.whole() : this.metrics.text();
    this.#text(response, "text/plain; version=0.0.4; charset=utf-8", text);
  }

  #text(response: ServerResponse, contentType: string, text: string): void {
    response.writeHead(200, {
      "Content-Type": contentType,
      "Content-Length": Buffer.byteLength(text),
      "Cache-Control": "no-store",
      "x-portreeve-iam-mode": this.#options.plane.authority.mode,
    });
    response.end(text);
  }
}

const splitUrl = (url: string): readonly [path: string, query: string] => {
  const mark = url.indexOf("?");
  return mark < 0 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
};

// https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html has it for Query services.
const tooLarge = (): AwsError =>
  new AwsError("RequestEntityTooLarge", "The request's body is larger than 1048576 bytes", {
    httpStatus: 413,
  });
