import { randomUUID } from "node:crypto";
import { request } from "node:http";
import type { AccessKey } from "../product/clients.ts";
import { type Channel, openChannel } from "./channel.ts";
import { registration } from "./registration.ts";
import { amzDateOf, authorization } from "./signature.ts";
import { type Registered, readEndpoints, readRegistered } from "./strict-reader.ts";

/** Section 3. */
const USER_AGENT = "Amazon ECS Agent - v1.105.1 (*a8b3e7d3) (linux; LINUX) (+http://aws.amazon.com/ecs/)";

/** An answer of the API. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** What an agent is started with; {@link OfficialAgent.saved} is its data folder. */
export type AgentEnvironment = {
  readonly backend: string;
  readonly key: AccessKey;
  readonly region: string;
  readonly cluster?: string;
};

const post = (
  url: URL,
  headers: Readonly<Record<string, string>>,
  payload: string,
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers: { ...headers } }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on("error", reject);
    sent.end(payload);
  });

/** The conversation of the official agent 1.105.1, request by request as it writes them. */
export class OfficialAgent {
  readonly environment: AgentEnvironment;
  readonly cluster: string;
  /** The ARN of the container instance, as the agent keeps it in its data folder. */
  saved: string | undefined;
  endpoint: string | undefined;
  telemetryEndpoint: string | undefined;
  #connected = false;

  constructor(environment: AgentEnvironment) {
    this.environment = environment;
    this.cluster = environment.cluster ?? "demo";
  }

  /** Section 3: an API call with the agent's own headers and list of signed headers. */
  async call(operation: string, input: unknown, key: AccessKey = this.environment.key): Promise<Answer> {
    const url = new URL("/", this.environment.backend);
    const payload = JSON.stringify(input);
    const signed: Record<string, string> = {
      "amz-sdk-invocation-id": randomUUID(),
      "amz-sdk-request": "attempt=1; max=3",
      "content-length": String(Buffer.byteLength(payload)),
      "content-type": "application/x-amz-json-1.1",
      host: url.host,
      "x-amz-date": amzDateOf(new Date()),
      ...this.#token(key),
      "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
    };
    const toSign = { method: "POST", url, headers: signed, payload } as const;
    const { status, text } = await post(
      url,
      {
        ...signed,
        "User-Agent": USER_AGENT,
        "Accept-Encoding": "identity",
        Authorization: authorization(toSign, key, this.environment.region),
      },
      payload,
    );
    return { status, body: JSON.parse(text) as Answer["body"] };
  }

  /** Section 3.1. Remembers the ARN. */
  async register(changes: Readonly<Record<string, unknown>> = {}): Promise<Registered> {
    const sent = registration({
      cluster: this.cluster,
      ...(this.saved === undefined ? {} : { containerInstanceArn: this.saved }),
      ...changes,
    });
    const registered = readRegistered(await this.call("RegisterContainerInstance", sent), sent.attributes);
    this.saved = registered.containerInstanceArn;
    return registered;
  }

  /** Section 3. */
  async discover(): Promise<void> {
    const input = { cluster: this.cluster, containerInstance: this.saved, zoneId: "" };
    const found = readEndpoints(await this.call("DiscoverPollEndpoint", input));
    this.endpoint = found.endpoint;
    this.telemetryEndpoint = found.telemetryEndpoint;
  }

  /** Section 5: `sendCredentials` on the first connection of a process only. */
  async openAcs(sendCredentials = !this.#connected): Promise<Channel> {
    const channel = await this.#open(this.endpoint, {
      agentHash: "a8b3e7d3",
      agentVersion: "1.105.1",
      clusterArn: this.cluster,
      containerInstanceArn: this.saved ?? "",
      dockerVersion: "DockerVersion: 20.10.24",
      protocolVersion: "2",
      sendCredentials: String(sendCredentials),
      seqNum: "1",
    });
    this.#connected = true;
    return channel;
  }

  /** Section 12: other names than ACS has. */
  async openTcs(): Promise<Channel> {
    return this.#open(this.telemetryEndpoint, {
      agentHash: "a8b3e7d3",
      agentVersion: "1.105.1",
      cluster: this.cluster,
      containerInstance: this.saved ?? "",
      dockerVersion: "20.10.24",
    });
  }

  /** Section 12: a telemetry frame, a block of headers that signs the JSON after it. */
  signedFrame(type: string, message: unknown, key: AccessKey = this.environment.key): string {
    const url = this.#channelUrl(this.telemetryEndpoint, {
      agentHash: "a8b3e7d3",
      agentVersion: "1.105.1",
      cluster: this.cluster,
      containerInstance: this.saved ?? "",
      dockerVersion: "20.10.24",
    });
    const payload = JSON.stringify({ type, message });
    const date = amzDateOf(new Date());
    const headers = { host: url.host, "x-amz-date": date, ...this.#token(key) };
    const lines = [
      `Authorization: ${authorization({ method: "GET", url, headers, payload }, key, this.environment.region)}`,
      `Host: ${url.host}`,
      `X-Amz-Date: ${date}`,
      ...(key.sessionToken === undefined ? [] : [`X-Amz-Security-Token: ${key.sessionToken}`]),
    ];
    return `${lines.join("\r\n")}\r\n\r\n${payload}`;
  }

  #token(key: AccessKey): Record<string, string> {
    return key.sessionToken === undefined ? {} : { "x-amz-security-token": key.sessionToken };
  }

  /** Section 4: endpoint, a `/` if there is none, `ws`, a form-encoded query in the order of the names. */
  #channelUrl(endpoint: string | undefined, parameters: Readonly<Record<string, string>>): URL {
    if (endpoint === undefined) throw new Error("the agent has not discovered its endpoints");
    const url = new URL(`${endpoint.replace(/\/?$/, "/")}ws?${new URLSearchParams(parameters)}`);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url;
  }

  /** Section 4: `host;x-amz-date[;x-amz-security-token]`, the hash of nothing, no x-amz-content-sha256. */
  #open(endpoint: string | undefined, parameters: Readonly<Record<string, string>>): Promise<Channel> {
    const { key, region } = this.environment;
    const url = this.#channelUrl(endpoint, parameters);
    const headers = { host: url.host, "x-amz-date": amzDateOf(new Date()), ...this.#token(key) };
    return openChannel(url, {
      ...headers,
      Authorization: authorization({ method: "GET", url, headers, payload: "" }, key, region),
    });
  }
}
