import type { Service } from "@aws-sdk/client-ecs";
import { ModelAgent } from "../../../agents/testing/model-agent.ts";
import {
  APP,
  openTestPlane,
  type TestPlane,
  type TestPlaneOptions,
} from "../../../agents/testing/test-plane.ts";
import { taskDefinitionTable } from "../../../task-definitions/table.ts";
import { taskTable } from "../../../tasks/table.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A control plane with agents that run tasks as they are told; those of the family `broken` never start. */
export class Fleet {
  readonly plane: TestPlane;
  readonly agents = new Map<string, ModelAgent>();
  /** The next host port that is left open. */
  nextPort = 32_768;

  protected constructor(plane: TestPlane) {
    this.plane = plane;
  }

  static async open(instances: number, options: TestPlaneOptions = {}): Promise<Fleet> {
    const fleet = new Fleet(await openTestPlane(options));
    for (let index = 0; index < instances; index++) await fleet.addInstance();
    await fleet.plane.define();
    await fleet.plane.define([{ ...APP, cpu: 64 }]);
    await fleet.plane.define([APP], { family: "broken" });
    return fleet;
  }

  /** Adds a container instance with its agent; `zone` as its identity document tells it, `more` as it registers. */
  async addInstance(zone?: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const document = { instanceIdentityDocument: JSON.stringify({ availabilityZone: zone }) };
    const { arn } = await this.plane.register({ ...(zone === undefined ? {} : document), ...more });
    const agent = new ModelAgent();
    agent.attach(await this.plane.connect(arn, { sendCredentials: "true" }));
    this.agents.set(arn, agent);
    return arn;
  }

  /** Lets everything that is on its way arrive, until nothing more happens. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 6; ) {
      let active = false;
      for (const agent of this.agents.values()) {
        if (agent.take(100, true)) active = true;
        for (const { task, status } of agent.outbox.splice(0)) {
          active = true;
          await this.#report(task, status, agent);
        }
      }
      await this.plane.state.transact(() => {});
      await turn();
      quiet = active ? 0 : quiet + 1;
    }
  }

  async #report(task: string, status: "RUNNING" | "STOPPED", agent: ModelAgent): Promise<void> {
    const broken = this.plane.state.table(taskTable).get(task)?.family === "broken" && status === "RUNNING";
    if (broken) agent.tasks.set(task, "ended");
    const change = broken
      ? { containerName: "app", status: "STOPPED", reason: "CannotStartContainerError: no such file" }
      : {
          containerName: "app",
          status,
          ...(status === "STOPPED" ? { exitCode: 0 } : { networkBindings: this.#bindings(task) }),
        };
    const reported = broken ? "STOPPED" : status;
    await this.plane.call("SubmitTaskStateChange", {
      cluster: "demo",
      task,
      status: reported,
      containers: [change],
    });
  }

  /** The host ports of a task: those that its definition fixes, and a new one for each that it leaves open. */
  #bindings(task: string) {
    const arn = this.plane.state.table(taskTable).get(task)?.taskDefinitionArn ?? "";
    const containers = this.plane.state.table(taskDefinitionTable).get(arn)?.definition.containerDefinitions;
    return (containers?.[0]?.portMappings ?? []).map(({ containerPort, hostPort }) => ({
      bindIP: "0.0.0.0",
      containerPort,
      hostPort: hostPort || this.nextPort++,
      protocol: "tcp",
    }));
  }

  /** A container of a task ends by itself. */
  async kill(task: string): Promise<void> {
    for (const agent of this.agents.values()) agent.exit(task);
    await this.settle();
  }

  create(input: object = {}): Promise<{ service: Service }> {
    return this.plane.call("CreateService", {
      cluster: "demo",
      serviceName: "web",
      taskDefinition: "web:1",
      desiredCount: 3,
      ...input,
    });
  }

  update(input: object): Promise<{ service: Service }> {
    return this.plane.call("UpdateService", { cluster: "demo", service: "web", ...input });
  }

  async describe(): Promise<Service> {
    const { services } = await this.plane.call<{ services: Service[] }>("DescribeServices", {
      cluster: "demo",
      services: ["web"],
    });
    const [service] = services;
    if (service === undefined) throw new Error("the service is missing");
    return service;
  }

  async tasks(desiredStatus = "RUNNING"): Promise<readonly string[]> {
    const { taskArns } = await this.plane.call<{ taskArns: string[] }>("ListTasks", {
      cluster: "demo",
      serviceName: "web",
      desiredStatus,
    });
    return taskArns;
  }

  /** The event log, oldest first, with what differs from run to run replaced. */
  async events(): Promise<readonly string[]> {
    const { events = [] } = await this.describe();
    return events
      .map(({ message = "" }) =>
        message.replaceAll(/task [0-9a-f]{32}/g, "task T").replaceAll(/ecs-svc\/\d+/g, "D"),
      )
      .reverse();
  }
}
