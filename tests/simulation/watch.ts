import {
  type ContainerInstanceRow,
  containerInstanceTable,
} from "../../src/services/ecs/container-instances/table.ts";
import { type ServiceRow, serviceTable } from "../../src/services/ecs/services/table.ts";
import { type TaskRow, taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Reader, State, Transaction } from "../../src/state/index.ts";
import { Changes, type RowChange } from "./changes.ts";
import type { Watcher } from "./control-plane.ts";
import { instanceGone, nothingAbout } from "./facts.ts";
import type { Execution } from "./network.ts";
import { Promises } from "./promises.ts";
import type { Timeline } from "./timeline.ts";
import { watchScheduler } from "./watch-service.ts";
import { watchLife, watchResources } from "./watch-tasks.ts";

type Changed = {
  readonly tasks: readonly RowChange<TaskRow>[];
  readonly services: readonly RowChange<ServiceRow>[];
  readonly instances: readonly RowChange<ContainerInstanceRow>[];
};

/** Looks at every transaction of the control plane, and at what is left after each of its crashes. */
export class Watch implements Watcher {
  readonly promises: Promises;
  /** When the control plane last changed anything of tasks or services, in milliseconds since the beginning. */
  lastChange = 0;
  readonly #timeline: Timeline;
  readonly #fail: (message: string) => void;
  readonly #tasks = new Changes(taskTable);
  readonly #services = new Changes(serviceTable);
  readonly #instances = new Changes(containerInstanceTable);
  /** The instances whose agents have connected to the present process of the control plane. */
  readonly #connected = new Set<string>();
  #now: () => number = () => 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#fail = (message) => timeline.fail(message);
    this.promises = new Promises(this.#fail);
  }

  readonly opened = (state: State, now: () => number): void => {
    this.#now = now;
    this.#connected.clear();
    this.#takeAll(state);
    this.promises.reopened(state);
  };

  readonly worked = (transaction: Transaction, answer: unknown, execution: Execution | undefined): void => {
    const changed = this.#takeAll(transaction);
    const { tasks, services, instances } = changed;
    const now = this.#now();
    if (execution?.call.facts !== undefined) {
      this.promises.executed(execution.call.facts(answer as never), execution);
    }
    if (tasks.length + services.length + instances.length === 0) return;
    if (execution?.call.nonsense === true && tasks.length > 0) {
      this.#fail(`${execution.call.from} was believed: ${JSON.stringify(execution.call.input)}`);
    }
    this.#tell(changed);
    if (tasks.length + services.length > 0) this.lastChange = this.#timeline.now;
    for (const { before, after } of instances) {
      if (after !== undefined && after.lastSequence !== before?.lastSequence) this.#connected.add(after.arn);
    }
    for (const { before, after } of tasks) {
      if (before === undefined && !this.#connected.has(after?.containerInstanceArn ?? "")) {
        this.#fail(`${after?.arn} is placed on ${after?.containerInstanceArn}, whose agent is not connected`);
      }
    }
    watchLife(tasks, now, this.#fail);
    watchResources(transaction, tasks, instances, this.#fail);
    watchScheduler(transaction, tasks, now, this.#fail);
    const own = {};
    const forgotten = tasks.flatMap(({ before, after }) =>
      after === undefined && before !== undefined ? [nothingAbout(`task ${before.arn}`)] : [],
    );
    const old = services.flatMap(({ before, after }) =>
      after === undefined && before !== undefined
        ? this.promises.about(`deployment of ${before.arn} `).map(nothingAbout)
        : [],
    );
    const gone = instances.flatMap(({ before, after }) =>
      before !== undefined &&
      before.status !== "INACTIVE" &&
      (after === undefined || after.status === "INACTIVE")
        ? [instanceGone(before.arn)]
        : [],
    );
    this.promises.executed([...forgotten, ...old, ...gone], own);
    this.promises.check(transaction);
  };

  readonly answered = (execution: Execution): void => this.promises.acknowledged(execution);

  #takeAll(state: Reader): Changed {
    return {
      tasks: this.#tasks.take(state),
      services: this.#services.take(state),
      instances: this.#instances.take(state),
    };
  }

  #tell({ tasks, services, instances }: Changed): void {
    for (const { before, after } of services) {
      const row = after ?? before;
      this.#timeline.note(
        () =>
          `  = service ${row?.name}: ${after === undefined ? "forgotten" : `${after.status} desired ${after.desiredCount} ${after.deploymentId} steady ${after.steady} ${after.trouble?.message ?? ""}`}`,
      );
    }
    for (const { before, after } of tasks) {
      const row = after ?? before;
      const was =
        before === undefined ? "new" : `${before.lastStatus}/${before.desiredStatus}/${before.healthStatus}`;
      const is =
        after === undefined
          ? "forgotten"
          : `${after.lastStatus}/${after.desiredStatus}/${after.healthStatus} ${after.stopCode ?? ""} ${after.delivered ? "delivered" : ""}`;
      this.#timeline.note(
        () =>
          `  = task ${row?.id} ${row?.group} ${row?.family} on ${row?.containerInstanceArn?.slice(-8)}: ${was} → ${is}`,
      );
    }
    for (const { before, after } of instances) {
      const row = after ?? before;
      if (before?.status === after?.status && before?.agentConnected === after?.agentConnected) continue;
      this.#timeline.note(
        () =>
          `  = instance ${row?.id.slice(-8)}: ${after?.status} ${after?.agentConnected ? "connected" : "disconnected"}`,
      );
    }
  }
}
