import type { Agent } from "./agent.ts";
import type { AgentTasks } from "./agent-tasks.ts";
import type { ControlPlaneHost } from "./control-plane.ts";
import { Link } from "./link.ts";
import { CLUSTER, SCOPE } from "./prepared.ts";

const TELEMETRY_INTERVAL = 20_000;

type Members = Readonly<Record<string, unknown>>;

/** An agent's two WebSockets: opens them, answers what comes in, tells of its containers' health. */
export class AgentChannels {
  acs: Link | undefined;
  tcs: Link | undefined;
  /** The latest manifest's id. */
  manifest = "none";
  readonly #agent: Agent;
  readonly #tasks: AgentTasks;
  #pause = 250;
  #sendCredentials = true;

  constructor(agent: Agent, tasks: AgentTasks) {
    this.#agent = agent;
    this.#tasks = tasks;
  }

  /** A new process asks for all credentials once more. */
  begin(): void {
    this.#sendCredentials = true;
  }

  /** The process is gone, and its sockets with it. */
  crash(): void {
    this.acs?.closedByAgent();
    this.tcs?.closedByAgent();
    this.acs = undefined;
    this.tcs = undefined;
  }

  /** Opens a channel, and tries again until it is open. */
  async dial(kind: "acs" | "tcs", living: () => boolean): Promise<void> {
    const { timeline, faults, host, random } = this.#agent.parts;
    while (living()) {
      await timeline.wait(faults.delay(), `${this.#agent.name} dials ${kind}`);
      const process = host.current;
      if (living() && process?.listening === true && !faults.losesRequest()) {
        const outcome = await this.#connect(kind, living, process);
        if (!living() || outcome === "open") return;
        if (outcome === "inactive") {
          if (kind === "acs") this.#agent.parts.onRefused(this.#agent);
          return;
        }
      }
      if (!living()) return;
      await timeline.wait(
        random.between(this.#pause / 2, this.#pause),
        `${this.#agent.name} will dial ${kind}`,
      );
      this.#pause = Math.min(15_000, this.#pause * 2);
    }
  }

  #connect(
    kind: "acs" | "tcs",
    living: () => boolean,
    process: NonNullable<ControlPlaneHost["current"]>,
  ): Promise<"open" | "inactive" | "failed"> {
    const { timeline, faults, host, callerOf } = this.#agent.parts;
    const instanceArn = this.#agent.memory.instanceArn ?? "";
    const query: Record<string, string> =
      kind === "acs"
        ? {
            clusterArn: CLUSTER,
            containerInstanceArn: instanceArn,
            seqNum: "1",
            protocolVersion: "2",
            sendCredentials: String(this.#sendCredentials),
          }
        : { cluster: CLUSTER, containerInstance: instanceArn };
    return new Promise((resolve) => {
      const failed = (): void => {
        process.onDeath.delete(failed);
        timeline.after(faults.delay(), `${this.#agent.name}: ${kind} could not be opened`, () =>
          resolve("failed"),
        );
      };
      process.onDeath.add(failed);
      const upgrade = process.channels?.upgrade({
        kind,
        query: new URLSearchParams({ agentVersion: "1.105.1", ...query }),
        caller: callerOf(this.#agent.machine.ec2Id),
        scope: SCOPE,
        request: { requestId: "upgrade", secureTransport: false },
        verifyFrame: () => true,
      });
      upgrade?.then(
        (take) => {
          process.onDeath.delete(failed);
          if (!host.effect(process, `upgrade of ${this.#agent.name} ${kind}`)) return failed();
          if (!living()) return resolve("failed");
          const link: Link = new Link(`${this.#agent.name} ${kind}`, {
            timeline,
            host,
            process,
            faults,
            agent: {
              instanceArn,
              deaf: kind === "tcs",
              message: (text) => {
                if (living() && this[kind] === link) this.#receive(link, text);
              },
              closed: (why) => {
                if (this[kind] !== link) return;
                this[kind] = undefined;
                timeline.note(() => `${this.#agent.name}: ${kind} closed: ${why}`);
                if (living()) void this.dial(kind, living);
              },
            },
          });
          this[kind] = link;
          take(link.asWebSocket);
          this.#pause = 250;
          if (kind === "acs") this.#sendCredentials = false;
          else this.#publishLater(link, living);
          resolve("open");
        },
        (error: unknown) => {
          if (!process.alive) return;
          process.onDeath.delete(failed);
          const code = (error as { readonly code?: string }).code;
          timeline.note(() => `  ${this.#agent.name}: ${kind} refused: ${code ?? String(error)}`);
          timeline.after(faults.delay(), `${this.#agent.name}: ${kind} is refused`, () =>
            resolve(
              code === "InactiveInstanceException" || code === "InvalidInstanceException"
                ? "inactive"
                : "failed",
            ),
          );
        },
      );
    });
  }

  #receive(link: Link, text: string): void {
    const { type, message } = JSON.parse(text) as { readonly type: string; readonly message: Members };
    const { messageId } = message;
    const reply = (kind: string, members: Members): void =>
      link.send(JSON.stringify({ type: kind, message: members }), kind);
    switch (type) {
      case "HeartbeatMessage":
        reply("HeartbeatAckRequest", { messageId });
        return;
      case "PayloadMessage":
        this.#number(Number(message["seqNum"]));
        if (message["containerInstanceArn"] !== this.#agent.memory.instanceArn) {
          this.#agent.parts.timeline.fail(
            `${this.#agent.name} gets a payload for ${message["containerInstanceArn"]}`,
          );
        }
        for (const task of tasksOf(message)) this.#tasks.take(task);
        reply("AckRequest", { messageId });
        return;
      case "TaskManifestMessage":
        this.manifest = String(messageId);
        this.#compare(message, reply);
        return;
      case "TaskStopVerificationAck":
        for (const { taskArn } of (message["stopTasks"] ?? []) as readonly { readonly taskArn: string }[]) {
          const task = this.#agent.memory.tasks.get(taskArn);
          if (task !== undefined) this.#tasks.wantStopped(task);
        }
        return;
      default:
        return;
    }
  }

  #compare(message: Members, reply: (kind: string, members: Members) => void): void {
    const timeline = Number(message["timeline"]);
    this.#number(timeline);
    const wanted = new Set(
      tasksOf(message)
        .filter(({ desiredStatus }) => desiredStatus === "RUNNING")
        .map(({ taskArn }) => taskArn),
    );
    const stopCandidates = [...this.#agent.memory.tasks.values()]
      .filter((task) => task.desired === "RUNNING" && task.stage !== "stopped" && !wanted.has(task.arn))
      .map(({ arn }) => ({ taskArn: arn, desiredStatus: "STOPPED" }));
    if (stopCandidates.length > 0) {
      reply("TaskStopVerificationMessage", { messageId: message["messageId"], stopCandidates });
    }
  }

  /** Payloads and manifests bear numbers that grow; what bears an old one is out of date. */
  #number(number: number): void {
    const { watermark } = this.#agent.memory;
    if (!(number > watermark))
      this.#agent.parts.timeline.fail(`${this.#agent.name} gets the number ${number} after ${watermark}`);
    this.#agent.memory.watermark = number;
  }

  #publishLater(link: Link, living: () => boolean): void {
    this.#agent.parts.timeline.after(TELEMETRY_INTERVAL, `${this.#agent.name} publishes`, () => {
      if (!living() || this.tcs !== link) return;
      this.publish();
      this.#publishLater(link, living);
    });
  }

  /** Tells the health of all containers that have a health check. */
  publish(): void {
    const tasks = [...this.#agent.memory.tasks.values()]
      .filter(({ stage, healthy }) => stage === "running" && healthy !== undefined)
      .map(({ arn, healthy }) => ({
        taskArn: arn,
        containers: [{ containerName: "app", healthStatus: healthy ? "HEALTHY" : "UNHEALTHY" }],
      }));
    if (tasks.length > 0) this.tcs?.send(frame("PublishHealthRequest", { tasks }), "PublishHealthRequest");
  }
}

/** A frame as TCS takes it: headers that sign it, an empty line, the envelope. */
export const frame = (type: string, message: object): string =>
  `Authorization: none\r\n\r\n${JSON.stringify({ type, message })}`;

const tasksOf = (message: Members): readonly Members[] => (message["tasks"] ?? []) as readonly Members[];
