import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Credentials } from "../../signature/index.ts";
import { createJournal, type Journal } from "./journal.ts";
import { signatureFault } from "./verify.ts";

type Message = Readonly<Record<string, unknown>>;

/** An operation that was called. */
export type Call = { readonly operation: string; readonly input: Message; readonly accessKeyId: string };

/** A frame that came over one of the WebSockets. */
export type Frame = { readonly type: string; readonly message: Message };

/** How an operation or an upgrade is to be answered instead. */
export type Refusal = { readonly status: number; readonly code: string; readonly message: string };

/** A control plane for tests: checks every signature, remembers everything, does what it is told. */
export type StubControlPlane = {
  readonly url: string;
  readonly calls: Journal<Call>;
  readonly acs: Journal<Frame>;
  readonly tcs: Journal<Frame>;
  /** The queries of the upgrades that were accepted. */
  readonly connections: Journal<{ readonly kind: "acs" | "tcs"; readonly query: URLSearchParams }>;
  /** What was wrong with what came in; tests want it empty. */
  readonly faults: string[];
  /** Answers calls of an operation with an error for as long as `refusals` has it. */
  readonly refusals: Map<string, Refusal>;
  /** Refuses upgrades for as long as it is set. */
  upgradeRefusal: Refusal | undefined;
  /** Changes answers of operations. */
  readonly answers: Map<string, (input: Message) => object>;
  /** Sends a frame to the newest ACS connection. */
  readonly send: (type: string, message: object) => void;
  /** Closes the newest ACS connection with a code, or cuts it. */
  readonly closeAcs: (code: number | "cut") => void;
  /** What SubmitTaskStateChange said of a task, in order. */
  readonly reports: (taskArn: string) => readonly Message[];
  /** Waits for a report of a task with a status. */
  readonly reported: (taskArn: string, status: string) => Promise<Message>;
  readonly close: () => Promise<void>;
};

const clusterArn = "arn:aws:ecs:us-west-2:123456789012:cluster/demo";

/** The headers and the JSON of a TCS frame. */
const splitFrame = (text: string) => {
  const end = text.indexOf("\r\n\r\n");
  const headers = Object.fromEntries(
    text
      .slice(0, Math.max(end, 0))
      .split("\r\n")
      .map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
  );
  return { headers, json: end < 0 ? text : text.slice(end + 4) };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** Starts a stub on a free port of 127.0.0.1 (or on `port`) that knows `credentials`. */
export const startStubControlPlane = async (
  credentials: readonly Credentials[],
  port = 0,
): Promise<StubControlPlane> => {
  const calls = createJournal<Call>();
  const acs = createJournal<Frame>();
  const tcs = createJournal<Frame>();
  const connections = createJournal<{ readonly kind: "acs" | "tcs"; readonly query: URLSearchParams }>();
  const faults: string[] = [];
  const refusals = new Map<string, Refusal>();
  const instances = new Map<string, string>();
  let newestAcs: WebSocket | undefined;
  let url = "";

  const register = (input: Message) => {
    const token = String(input["clientToken"]);
    const arn =
      (input["containerInstanceArn"] as string | undefined) ??
      instances.get(token) ??
      `arn:aws:ecs:us-west-2:123456789012:container-instance/demo/${crypto.randomUUID().replaceAll("-", "")}`;
    instances.set(token, arn);
    return { containerInstance: { containerInstanceArn: arn, attributes: input["attributes"] } };
  };
  const answers = new Map<string, (input: Message) => object>([
    ["RegisterContainerInstance", register],
    ["DiscoverPollEndpoint", () => ({ endpoint: `${url}/acs/`, telemetryEndpoint: `${url}/tcs` })],
    ["SubmitTaskStateChange", () => ({ acknowledgment: "ok" })],
    ["CreateCluster", (input) => ({ cluster: { clusterName: input["clusterName"] } })],
  ]);

  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const wanted = ["host", "x-amz-date", "x-amz-target", "content-type", "content-length"];
    const fault = signatureFault(
      { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body },
      credentials,
      wanted,
    );
    if (fault !== undefined) faults.push(`${operation}: ${fault}`);
    const accessKeyId = /Credential=([^/]+)/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const input = JSON.parse(body) as Message;
    const refusal = refusals.get(operation);
    const answer = answers.get(operation);
    const send = (status: number, content: object) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(content));
    };
    if (refusal !== undefined) send(refusal.status, { __type: refusal.code, message: refusal.message });
    else if (answer === undefined) send(400, { __type: "UnknownOperationException", message: operation });
    else send(200, answer(input));
    calls.add({ operation: refusal === undefined ? operation : `${operation} refused`, input, accessKeyId });
  });

  const sockets = new WebSocketServer({ noServer: true });
  const upgraded = (socket: WebSocket, request: IncomingMessage, kind: "acs" | "tcs") => {
    const path = request.url ?? "";
    socket.on("message", (data) => {
      const text = String(data);
      if (kind === "acs") return acs.add(JSON.parse(text) as Frame);
      const { headers, json } = splitFrame(text);
      const fault = signatureFault({ method: "GET", url: path, headers, body: json }, credentials, [
        "host",
        "x-amz-date",
      ]);
      if (fault !== undefined) faults.push(`TCS frame: ${fault}`);
      const frame = JSON.parse(json) as Frame;
      const type = frame.type.replace(/^Publish(.*?)s?Request$/, "AckPublish$1");
      socket.send(JSON.stringify({ type, message: { message: "ok" } }));
      tcs.add(frame);
    });
    if (kind === "acs") newestAcs = socket;
    connections.add({ kind, query: new URL(path, url).searchParams });
  };
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url ?? "";
    const kind = path.startsWith("/acs/ws?") ? "acs" : "tcs";
    if (kind === "tcs" && !path.startsWith("/tcs/ws?")) faults.push(`upgrade of ${path}`);
    const fault = signatureFault(
      { method: "GET", url: path, headers: request.headers, body: "" },
      credentials,
      ["host", "x-amz-date"],
    );
    if (fault !== undefined) faults.push(`upgrade ${kind}: ${fault}`);
    const refusal = stub.upgradeRefusal;
    if (refusal === undefined)
      return sockets.handleUpgrade(request, socket, head, (opened) => upgraded(opened, request, kind));
    const body = JSON.stringify({ [refusal.code]: refusal.message });
    socket.end(
      `HTTP/1.1 ${refusal.status} Refused\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    calls.add({ operation: `upgrade ${kind} refused`, input: {}, accessKeyId: "" });
  });

  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object" && address !== null) url = `http://127.0.0.1:${address.port}`;

  const reports = (taskArn: string) =>
    calls.entries
      .filter(({ operation, input }) => operation === "SubmitTaskStateChange" && input["task"] === taskArn)
      .map(({ input }) => input);
  const stub: StubControlPlane = {
    url,
    calls,
    acs,
    tcs,
    connections,
    faults,
    refusals,
    upgradeRefusal: undefined,
    answers,
    send: (type, message) => newestAcs?.send(JSON.stringify({ type, message })),
    closeAcs: (code) => {
      if (code === "cut") newestAcs?.terminate();
      else newestAcs?.close(code, "test");
    },
    reports,
    reported: async (taskArn, status) => {
      const wanted = (input: Message) => input["task"] === taskArn && input["status"] === status;
      await calls.until(
        (all) => all.some(({ operation, input }) => operation === "SubmitTaskStateChange" && wanted(input)),
        `${status} of ${taskArn}`,
      );
      const found = reports(taskArn).find(wanted);
      if (found === undefined) throw new Error("the report got lost");
      return found;
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return stub;
};

let messages = 0;

/** Sends one task as a PayloadMessage and returns the message's id. */
export const sendTask = (
  stub: StubControlPlane,
  containerInstanceArn: string,
  task: object,
  seqNum?: number,
): string => {
  messages += 1;
  const messageId = `m-${messages}`;
  stub.send("PayloadMessage", {
    messageId,
    clusterArn,
    containerInstanceArn,
    generatedAt: Date.now(),
    ...(seqNum === undefined ? {} : { seqNum }),
    tasks: [task],
  });
  return messageId;
};
