import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket, WebSocketServer } from "ws";
import { AwsError, type RequestFacts, type UpgradeHandler } from "../operation/index.ts";
import type { ApiParts } from "./api.ts";
import { authenticate } from "./authentication/authenticate.ts";
import { readClaim } from "./authentication/claim.ts";
import { AuthenticationFailure } from "./authentication/failure.ts";
import { failureAnswer } from "./authentication/failure-answers.ts";
import { isFrameSigned } from "./authentication/frame-signature.ts";
import type { ApiRequest } from "./protocols/protocol.ts";
import { scopeOf } from "./region.ts";
import { requestFacts } from "./request-facts.ts";

// Why above 1 MiB: that is the most a telemetry frame has in its payload, and its signature comes on top.
const LARGEST_FRAME = 4 * 1024 * 1024;
// The service that agents sign their channels for.
const SERVICE = "ecs";

/**
 * Which channel a path leads to: `…/acs/…/ws` or `…/tcs/…/ws`. Why no pattern: it would be tried at every slash
 * of a path that anybody may send, before the sender is known.
 */
const channelOf = (path: string): "acs" | "tcs" | undefined => {
  const steps = path.split("/");
  if (steps[0] !== "" || steps.at(-1) !== "ws") return undefined;
  return steps.slice(0, -1).findLast((step) => step === "acs" || step === "tcs") as "acs" | "tcs" | undefined;
};

type Accepted = (socket: WebSocket) => void;

/** The agents' channels: who may have one is asked before the WebSocket is opened. */
export class Upgrades {
  readonly #api: ApiParts;
  readonly #handler: UpgradeHandler | undefined;
  readonly #open = new Set<WebSocket>();
  #server: Promise<WebSocketServer> | undefined;
  #closing = false;

  constructor(api: ApiParts, handler: UpgradeHandler | undefined) {
    this.#api = api;
    this.#handler = handler;
  }

  /** Takes an HTTP upgrade. */
  serve(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Why: without a listener, a connection that breaks now would end the process.
    socket.on("error", () => socket.destroy());
    void this.#serve(request, socket, head);
  }

  /** Asks the open channels to close. Agents come back to whoever takes over. */
  close(): void {
    this.#closing = true;
    for (const socket of this.#open) socket.close(1001, "The control plane is going away");
  }

  /** Cuts the channels that are still open. */
  terminate(): void {
    for (const socket of this.#open) socket.terminate();
  }

  async #serve(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const facts = requestFacts(request, this.#api.plane.world);
    try {
      const accepted = await this.#accept(request, facts);
      const server = await this.#webSockets();
      if (socket.destroyed || this.#closing) return void socket.destroy();
      server.handleUpgrade(request, socket, head, (opened) => {
        this.#open.add(opened);
        opened.on("close", () => this.#open.delete(opened));
        // Why: ws reports a frame that is too large or malformed as an error, then closes by itself.
        opened.on("error", () => {});
        accepted(opened);
      });
    } catch (error) {
      refuse(socket, this.#known(error, facts), facts.requestId);
    }
  }

  #accept(request: IncomingMessage, facts: RequestFacts): Promise<Accepted> {
    const [path = "/", query = ""] = (request.url ?? "/").split("?", 2);
    const kind = channelOf(path);
    if (this.#handler === undefined || kind === undefined)
      throw new AwsError("BadRequestException", "There is no WebSocket here", { httpStatus: 404 });
    const whole: ApiRequest = {
      method: "GET",
      path,
      query,
      headers: request.headers,
      body: new Uint8Array(0),
    };
    const claim = readClaim(whole);
    if (claim.service !== SERVICE)
      throw new AuthenticationFailure(
        "scope",
        `Credential should be scoped to correct service: '${SERVICE}'. `,
      );
    const caller = authenticate(whole, claim, this.#context());
    const { service, region } = claim;
    const connection = { request: whole, caller, service, region };
    return this.#handler({
      kind,
      query: new URLSearchParams(query),
      caller,
      scope: scopeOf(service, region, caller.principal.accountId),
      request: facts,
      verifyFrame: (headers, payload) => isFrameSigned(connection, headers, payload, this.#context()),
    });
  }

  #context(): Parameters<typeof authenticate>[2] {
    const { plane, resolveCredentials } = this.#api;
    return { state: plane.state, resolve: resolveCredentials, now: plane.world.now() };
  }

  #webSockets(): Promise<WebSocketServer> {
    // Why so late: a control plane without agents has no use for the module.
    this.#server ??= import("ws").then(
      ({ WebSocketServer: Server }) =>
        new Server({
          noServer: true,
          clientTracking: false,
          perMessageDeflate: false,
          maxPayload: LARGEST_FRAME,
        }),
    );
    return this.#server;
  }

  #known(error: unknown, { requestId }: RequestFacts): AwsError {
    if (error instanceof AwsError) return error;
    if (error instanceof AuthenticationFailure) return failureAnswer(error, "json");
    this.#api.log.error({ requestId, err: error }, "an upgrade failed for a reason that is not the client's");
    return new AwsError("ServerException", "The channel can't be opened now", { httpStatus: 500 });
  }
}

/** Refuses an upgrade in the form that the agent reads, and does not wait for the client to hang up too. */
const refuse = (socket: Duplex, error: AwsError, requestId: string): void => {
  const body = JSON.stringify({ [error.code]: error.message });
  // Why: nobody else watches an upgraded socket; one that its client never ends would stay for ever.
  socket.once("finish", () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${error.httpStatus} ${error.httpStatus >= 500 ? "Internal Server Error" : "Bad Request"}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      `x-amzn-RequestId: ${requestId}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
};
