import type { IncomingMessage } from "node:http";
import { WebSocket } from "ws";
import { signRequest } from "../../signature/index.ts";
import type { Cancel, World } from "../../world.ts";
import type { CredentialSource } from "../identity/credential-source.ts";
import { userAgent } from "../version.ts";

/** An open WebSocket to the control plane. */
export type Connection = {
  /** Sends one text frame; silently dropped if the connection has ended meanwhile. */
  readonly send: (text: string) => void;
  /** Cuts the connection without a closing handshake. */
  readonly terminate: () => void;
};

/** How a connection, or the attempt to open one, ended. */
export type ConnectionEnd = {
  /** The WebSocket close code; 1006 when cut, refused or unreachable. */
  readonly code: number;
  readonly reason: string;
  /** Milliseconds for which it was open; undefined if it never opened. */
  readonly openFor: number | undefined;
  /** The error type of a refused upgrade, such as `InactiveInstanceException`. */
  readonly refusal: string | undefined;
};

/** What is needed to open a connection. */
export type ConnectionSettings = {
  /** The `http:` or `https:` URL with its query; the WebSocket scheme follows from it. */
  readonly url: string;
  readonly region: string;
  readonly credentials: CredentialSource;
  readonly world: World;
  readonly onOpen: (connection: Connection) => void;
  readonly onMessage: (text: string) => void;
  readonly signal: AbortSignal;
};

const handshakeTimeout = 30_000;
const largestFrame = 16 * 1024 * 1024;
const minute = 60_000;

/** The error type and text of a refused upgrade: `{"Type":"text"}` or `{"type":"Type","message":{"message":"text"}}`. */
const readRefusal = (body: string): { readonly type: string; readonly text: string } => {
  try {
    const members = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const named = members["type"] ?? members["__type"];
    if (typeof named === "string") {
      const message = members["message"];
      const text = typeof message === "object" && message !== null ? Object.values(message)[0] : message;
      return { type: named.replace(/^.*#/, ""), text: String(text ?? "") };
    }
    const [first] = Object.entries(members);
    if (first !== undefined) return { type: first[0], text: String(first[1]) };
  } catch {
    // Not JSON: the status in the log must do.
  }
  return { type: "", text: body.slice(0, 200) };
};

const bodyOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/**
 * Opens one signed WebSocket and resolves when it has ended, however it ended. It is cut after 60 to 120 seconds
 * without a message from the server, and closed with 1000 "ConnectionExpired" after 30 to 35 minutes.
 */
export const connect = async (settings: ConnectionSettings): Promise<ConnectionEnd> => {
  const { url, world, signal } = settings;
  const signed = signRequest({
    method: "GET",
    url,
    credentials: await settings.credentials(),
    region: settings.region,
    service: "ecs",
    date: world.now(),
  });
  const socket = new WebSocket(url.replace(/^http/, "ws"), {
    headers: { ...signed, "User-Agent": userAgent },
    handshakeTimeout,
    perMessageDeflate: false,
    maxPayload: largestFrame,
  });
  return new Promise((resolve) => {
    let openedAt: number | undefined;
    let failure = "";
    let refusal: string | undefined;
    let cancelSilence: Cancel = () => {};
    let cancelAge: Cancel = () => {};

    const listen = () => {
      cancelSilence();
      cancelSilence = world.after(minute + world.random() * minute, () => {
        failure = "no message from the server";
        socket.terminate();
      });
    };
    const end = (code: number, reason: string) => {
      cancelSilence();
      cancelAge();
      signal.removeEventListener("abort", abort);
      resolve({
        code,
        reason: failure === "" ? reason : failure,
        openFor: openedAt === undefined ? undefined : world.now() - openedAt,
        refusal,
      });
    };
    const abort = () => socket.terminate();
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();

    socket.on("open", () => {
      openedAt = world.now();
      listen();
      cancelAge = world.after(30 * minute + world.random() * 5 * minute, () =>
        socket.close(1000, "ConnectionExpired: Reconnect to continue"),
      );
      settings.onOpen({
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        terminate: () => socket.terminate(),
      });
    });
    socket.on("message", (data) => {
      listen();
      settings.onMessage(String(data));
    });
    socket.on("unexpected-response", (_request, response) => {
      bodyOf(response)
        .catch(() => "")
        .then((body) => {
          const { type, text } = readRefusal(body);
          refusal = type;
          failure = `refused with status ${response.statusCode}${type === "" ? "" : ` ${type}`}: ${text}`;
          socket.terminate();
        });
    });
    socket.on("error", (error) => {
      if (failure === "") failure = error.message;
    });
    socket.on("close", (code, reason) => end(code, reason.toString()));
  });
};
