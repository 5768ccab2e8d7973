import type { ContainerInstanceRow } from "../../src/services/ecs/container-instances/table.ts";
import { containerInstanceTable } from "../../src/services/ecs/container-instances/table.ts";
import { serviceDeploymentTable } from "../../src/services/ecs/service-deployments/table.ts";
import { type TaskRow, taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { State } from "../../src/state/index.ts";
import type { ControlPlaneHost } from "./control-plane.ts";
import * as facts from "./facts.ts";
import type { Answer, HttpCall, Network } from "./network.ts";
import { CLIENT, CLUSTER, type Family, REVISIONS } from "./prepared.ts";
import type { Fact } from "./promises.ts";
import type { Random } from "./random.ts";
import type { Timeline } from "./timeline.ts";

/** What the clients work with. */
export type WorkloadParts = {
  readonly timeline: Timeline;
  readonly network: Network;
  readonly host: ControlPlaneHost;
  readonly random: Random;
};

const SERVICES = ["red", "green", "blue"] as const;

const CONSTRAINTS = [
  [],
  [],
  [{ type: "distinctInstance" }],
  [{ type: "memberOf", expression: "attribute:stack == blue" }],
] as const;

const STRATEGIES = [
  [],
  [],
  [{ type: "binpack", field: "memory" }],
  [
    { type: "spread", field: "attribute:ecs.availability-zone" },
    { type: "binpack", field: "cpu" },
  ],
  [{ type: "random" }],
] as const;

const PERCENTAGES = [
  { minimumHealthyPercent: 100, maximumPercent: 200 },
  { minimumHealthyPercent: 50, maximumPercent: 100 },
  { minimumHealthyPercent: 50, maximumPercent: 150 },
  { minimumHealthyPercent: 0, maximumPercent: 100 },
  { minimumHealthyPercent: 75, maximumPercent: 125 },
] as const;

/** Clients that do what clients do, one call after the other, each until it is answered. */
export class Workload {
  readonly #parts: WorkloadParts;
  #tokens = 0;

  constructor(parts: WorkloadParts) {
    this.#parts = parts;
  }

  /** Works until `goesOn` says no. */
  async run(client: "services" | "tasks", goesOn: () => boolean): Promise<void> {
    const { timeline, random } = this.#parts;
    while (goesOn()) {
      if (client === "services") await this.#service(goesOn);
      else await this.#task(goesOn);
      const pause = random.chance(0.3) ? random.between(10, 500) : random.between(1000, 25_000);
      await timeline.wait(pause, `client of ${client} goes on`);
    }
  }

  async #call<Output>(
    operation: string,
    input: object,
    made: ((output: Output) => readonly Fact[]) | undefined,
    goesOn: () => boolean,
  ): Promise<Answer<Output>> {
    const call: HttpCall = {
      from: "client",
      operation,
      input: { cluster: CLUSTER, ...input },
      caller: CLIENT,
      ...(made === undefined ? {} : { facts: made as HttpCall["facts"] & {} }),
    };
    this.#parts.timeline.note(() => `client: ${operation} ${JSON.stringify(input)}`);
    const answer = await this.#parts.network.request<Output>(call, goesOn);
    if (
      answer.kind === "refused" &&
      (answer.error.httpStatus >= 500 || /AccessDenied/.test(answer.error.code))
    ) {
      this.#parts.timeline.fail(
        `${operation} is answered with ${answer.error.code}: ${answer.error.message}`,
      );
    }
    return answer;
  }

  async #service(goesOn: () => boolean): Promise<void> {
    const { random } = this.#parts;
    const service = random.pick(SERVICES);
    const what = random.weighted({
      create: 4,
      scale: 5,
      deploy: 6,
      force: 1,
      percentages: 1,
      delete: 1,
      stop: 2,
      protect: 3,
    });
    switch (what) {
      case "create":
        return void (await this.#create(service, goesOn));
      case "scale":
        return void (await this.#update({ service, desiredCount: random.between(0, 6) }, goesOn));
      case "deploy": {
        const deploymentConfiguration = random.chance(0.5) ? this.#breaker() : undefined;
        const taskDefinition = this.#definition(true);
        const more = deploymentConfiguration === undefined ? {} : { deploymentConfiguration };
        return void (await this.#update({ service, taskDefinition, ...more }, goesOn));
      }
      case "force":
        return void (await this.#update({ service, forceNewDeployment: true }, goesOn));
      case "percentages":
        return void (await this.#update(
          { service, deploymentConfiguration: random.pick(PERCENTAGES) },
          goesOn,
        ));
      case "delete":
        return void (await this.#call(
          "DeleteService",
          { service, force: random.chance(0.8) },
          facts.deletedFacts,
          goesOn,
        ));
      case "stop":
        return this.#stopDeployment(goesOn);
      case "protect":
        return this.#protect(goesOn);
    }
  }

  #create(serviceName: string, goesOn: () => boolean): Promise<unknown> {
    const { random } = this.#parts;
    const daemon = random.chance(0.25);
    const constraints = random.pick(CONSTRAINTS).filter(({ type }) => !daemon || type === "memberOf");
    const percentages = daemon
      ? { minimumHealthyPercent: random.pick([0, 50]), maximumPercent: 100 }
      : random.pick(PERCENTAGES);
    return this.#call(
      "CreateService",
      {
        serviceName,
        // Without a token a repetition is refused, also where only the answer was lost.
        ...(random.chance(0.7) ? { clientToken: this.#token() } : {}),
        taskDefinition: this.#definition(!daemon),
        ...(daemon ? { schedulingStrategy: "DAEMON" } : { desiredCount: random.between(0, 6) }),
        deploymentConfiguration: { ...percentages, ...(random.chance(0.6) ? this.#breaker() : {}) },
        placementConstraints: constraints,
        ...(daemon ? {} : { placementStrategy: random.pick(STRATEGIES) }),
      },
      facts.serviceFacts,
      goesOn,
    );
  }

  #update(input: object, goesOn: () => boolean): Promise<unknown> {
    return this.#call("UpdateService", input, facts.serviceFacts, goesOn);
  }

  #token(): string {
    this.#tokens += 1;
    return `token-${this.#tokens}`;
  }

  #breaker() {
    return { deploymentCircuitBreaker: { enable: true, rollback: this.#parts.random.chance(0.7) } };
  }

  #definition(mayBreak: boolean): string {
    const { random } = this.#parts;
    const family: Family = random.weighted({
      web: 6,
      checked: 4,
      flaky: 1,
      broken: mayBreak ? 2 : 0,
      port: 2,
      large: 1,
      roled: 1,
    });
    return `${family}:${random.between(1, REVISIONS)}`;
  }

  async #stopDeployment(goesOn: () => boolean): Promise<void> {
    const under = [...(this.#state()?.table(serviceDeploymentTable).all() ?? [])].filter(
      ({ status }) => status === "IN_PROGRESS",
    );
    if (under.length === 0) return;
    const serviceDeploymentArn = this.#parts.random.pick(under).arn;
    await this.#call("StopServiceDeployment", { serviceDeploymentArn }, facts.stoppedDeploymentFacts, goesOn);
  }

  async #protect(goesOn: () => boolean): Promise<void> {
    const { random } = this.#parts;
    const task = this.#someTask(({ group }) => group.startsWith("service:"));
    if (task === undefined) return;
    const input = {
      tasks: [task.arn],
      protectionEnabled: random.chance(0.8),
      expiresInMinutes: random.between(1, 10),
    };
    await this.#call("UpdateTaskProtection", input, facts.protectionFacts, goesOn);
  }

  async #task(goesOn: () => boolean): Promise<void> {
    const { random } = this.#parts;
    switch (random.weighted({ run: 5, start: 1, stop: 3, drain: 2, activate: 3, deregister: 0.5 })) {
      case "run":
        return this.#run(goesOn);
      case "start": {
        const instance = this.#someInstance();
        if (instance === undefined) return;
        const input = {
          taskDefinition: this.#definition(true),
          containerInstances: [instance.arn],
          startedBy: "cron",
        };
        await this.#call("StartTask", input, facts.launchedFacts, goesOn);
        return;
      }
      case "stop": {
        const task = this.#someTask(() => true);
        if (task === undefined) return;
        await this.#call("StopTask", { task: task.arn, reason: "enough" }, facts.stopFacts, goesOn);
        return;
      }
      case "drain":
        return this.#instanceStatus("DRAINING", goesOn);
      case "activate":
        return this.#instanceStatus("ACTIVE", goesOn);
      case "deregister": {
        const instance = this.#someInstance();
        if (instance !== undefined) await this.deregister(instance.arn, goesOn);
      }
    }
  }

  /** Takes a container instance out of the cluster, whatever runs on it. */
  async deregister(containerInstance: string, goesOn: () => boolean): Promise<void> {
    const made = () => [facts.instanceGone(containerInstance)];
    await this.#call("DeregisterContainerInstance", { containerInstance, force: true }, made, goesOn);
  }

  async #run(goesOn: () => boolean): Promise<void> {
    const { random } = this.#parts;
    const clientToken = this.#token();
    const input = {
      taskDefinition: this.#definition(true),
      count: random.between(1, 4),
      startedBy: random.pick(["cron", "people"]),
      clientToken,
    };
    await this.#call("RunTask", input, facts.tokenFacts(clientToken), goesOn);
    // The same again stands for the same tasks.
    if (random.chance(0.4)) await this.#call("RunTask", input, facts.tokenFacts(clientToken), goesOn);
  }

  async #instanceStatus(status: "ACTIVE" | "DRAINING", goesOn: () => boolean): Promise<void> {
    const instance = this.#someInstance(({ status: present }) => present !== status);
    if (instance === undefined) return;
    const input = { containerInstances: [instance.arn], status };
    await this.#call("UpdateContainerInstancesState", input, facts.statusFacts(status), goesOn);
  }

  #state(): State | undefined {
    return this.#parts.host.current?.plane?.state;
  }

  #someTask(suits: (task: TaskRow) => boolean): TaskRow | undefined {
    const tasks = [...(this.#state()?.table(taskTable).all() ?? [])].filter(
      (task) => task.desiredStatus === "RUNNING" && suits(task),
    );
    return tasks.length === 0 ? undefined : this.#parts.random.pick(tasks);
  }

  #someInstance(suits: (instance: ContainerInstanceRow) => boolean = () => true) {
    const instances = [...(this.#state()?.table(containerInstanceTable).all() ?? [])].filter(
      (instance) => instance.status !== "INACTIVE" && suits(instance),
    );
    return instances.length === 0 ? undefined : this.#parts.random.pick(instances);
  }
}
