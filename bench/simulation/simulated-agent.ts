import { setTimeout } from "node:timers/promises";
import type { RegisterContainerInstanceResponse, SubmitTaskStateChangeRequest } from "@aws-sdk/client-ecs";
import { MemorySocket } from "./memory-socket.ts";
import { type Call, SCOPE, type SimulatedPlane } from "./simulated-plane.ts";

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];
const CAPABILITIES = [
  "com.amazonaws.ecs.capability.docker-remote-api.1.44",
  "com.amazonaws.ecs.capability.logging-driver.json-file",
  "com.amazonaws.ecs.capability.task-iam-role",
  "ecs.capability.container-health-check",
  "ecs.capability.execution-role-ecr-pull",
  "ecs.capability.task-eni",
];

type Payload = {
  readonly arn: string;
  readonly desiredStatus: string;
  readonly containers: readonly { readonly name: string }[];
};

/** What all agents of a bench have in common. */
export type AgentOptions = {
  readonly cpu: number;
  readonly memory: number;
  /** How long a container takes to start or to stop, in milliseconds; no time at all when missing. */
  readonly takes?: () => number;
  /** Called after each report that was accepted. */
  readonly reported: (status: "RUNNING" | "STOPPED") => void;
};

/**
 * A container agent whose containers are made up: registers, opens its ACS channel, acknowledges each payload
 * and reports each task as the real one does. It keeps which tasks it runs and nothing else.
 */
export class SimulatedAgent {
  readonly arn: string;
  /** Tasks that run here. */
  readonly running = new Set<string>();
  readonly #call: Call;
  readonly #reported: AgentOptions["reported"];
  readonly #takes: AgentOptions["takes"];
  #socket: MemorySocket | undefined;

  private constructor(arn: string, call: Call, options: AgentOptions) {
    this.arn = arn;
    this.#call = call;
    this.#reported = options.reported;
    this.#takes = options.takes;
  }

  /** Registers machine number `index` and connects its agent. */
  static async start(plane: SimulatedPlane, index: number, options: AgentOptions): Promise<SimulatedAgent> {
    const instanceId = `i-0${index.toString(16).padStart(16, "0")}`;
    const caller = plane.machine(instanceId);
    const call = plane.callAs(caller);
    const resource = (name: string, integerValue: number) => ({ name, type: "INTEGER", integerValue });
    const ports = (name: string, stringSetValue: readonly string[]) => ({
      name,
      type: "STRINGSET",
      stringSetValue,
    });
    const { containerInstance } = await call<RegisterContainerInstanceResponse>("RegisterContainerInstance", {
      cluster: "main",
      instanceIdentityDocument: JSON.stringify({
        accountId: SCOPE.accountId,
        instanceId,
        instanceType: "m5.xlarge",
        availabilityZone: ZONES[index % ZONES.length],
      }),
      totalResources: [
        resource("CPU", options.cpu),
        resource("MEMORY", options.memory),
        ports("PORTS", ["22", "2375", "2376", "51678", "51679"]),
        ports("PORTS_UDP", []),
      ],
      attributes: [
        ...CAPABILITIES.map((name) => ({ name })),
        { name: "ecs.cpu-architecture", value: "x86_64" },
        { name: "ecs.os-type", value: "linux" },
      ],
    });
    const arn = containerInstance?.containerInstanceArn ?? "";
    const agent = new SimulatedAgent(arn, call, options);
    const take = await plane.channels.upgrade({
      kind: "acs",
      query: new URLSearchParams({
        clusterArn: "main",
        containerInstanceArn: arn,
        agentVersion: "1.105.1",
        sendCredentials: "true",
        seqNum: "1",
        protocolVersion: "2",
      }),
      caller,
      scope: SCOPE,
      request: { requestId: "upgrade", secureTransport: false },
      verifyFrame: () => true,
    });
    await new Promise<void>((connected) => {
      const socket = new MemorySocket((frame) => {
        // The manifest is the last thing that a new connection is sent.
        if (agent.#take(frame) === "TaskManifestMessage") connected();
      });
      agent.#socket = socket;
      take(socket.asWebSocket);
    });
    return agent;
  }

  #take(frame: string): string {
    const { type, message } = JSON.parse(frame) as {
      readonly type: string;
      readonly message: { readonly messageId: string; readonly tasks?: readonly Payload[] };
    };
    const { messageId, tasks = [] } = message;
    if (type === "HeartbeatMessage") this.#send("HeartbeatAckRequest", messageId);
    if (type !== "PayloadMessage") return type;
    this.#send("AckRequest", messageId);
    for (const task of tasks) void this.#settle(task).catch(fail);
    return type;
  }

  #send(type: string, messageId: string): void {
    this.#socket?.fromAgent(JSON.stringify({ type, message: { messageId } }));
  }

  async #settle({ arn, desiredStatus, containers }: Payload): Promise<void> {
    const status = desiredStatus === "RUNNING" ? "RUNNING" : "STOPPED";
    if (status === "RUNNING" ? this.running.has(arn) : !this.running.has(arn)) return;
    if (status === "RUNNING") this.running.add(arn);
    else this.running.delete(arn);
    if (this.#takes !== undefined) await setTimeout(this.#takes());
    await this.#call("SubmitTaskStateChange", report(arn, status, containers));
    this.#reported(status);
  }
}

let containers = 0;

/** As long as Docker's, and as unlike one another; drawing randomness for it would be the bench's cost alone. */
const runtimeId = (): string => {
  containers += 1;
  return Buffer.from(containers.toString(16).padStart(64, "0")).toString("latin1");
};

/** What the real agent tells of a task that runs, or has been stopped. */
const report = (
  task: string,
  status: "RUNNING" | "STOPPED",
  named: Payload["containers"],
): SubmitTaskStateChangeRequest => {
  const now = new Date();
  return {
    cluster: "main",
    task,
    status,
    containers: named.map(({ name }) => ({
      containerName: name,
      status,
      runtimeId: runtimeId(),
      // A text of its own each time, as one that came over the wire is.
      imageDigest: Buffer.from(`sha256:${"c0ffee00".repeat(8)}`).toString("latin1"),
      ...(status === "STOPPED" ? { exitCode: 0 } : {}),
    })),
    ...(status === "STOPPED" ? { executionStoppedAt: now } : { pullStartedAt: now, pullStoppedAt: now }),
  };
};

/** A bench whose agent was refused has nothing to show. */
const fail = (error: unknown): void => {
  process.exitCode = 1;
  throw error;
};
