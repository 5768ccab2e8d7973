import { deploymentTable } from "../../src/services/ecs/services/deployment-table.ts";
import { serviceTable } from "../../src/services/ecs/services/table.ts";
import { taskTable } from "../../src/services/ecs/tasks/table.ts";
import { countingState, type Touched } from "../simulation/counting-state.ts";
import { SimulatedAgent } from "../simulation/simulated-agent.ts";
import { openSimulatedPlane, type SimulatedPlane } from "../simulation/simulated-plane.ts";
import { type Seen, watchInvariants } from "./invariants.ts";

/** What a roll came to. */
export type Roll = Touched &
  Seen & { readonly tasks: number; readonly seconds: number; readonly cpu: number };

const MINIMUM_HEALTHY_PERCENT = 75;
const MAXIMUM_PERCENT = 150;
/** Milliseconds that a container takes to start or to stop at most. */
const SLOWEST = 200;
/** So that the instances grow with the service, and leave room for what the maximum allows. */
const TASKS_AN_INSTANCE = 10;

/** Brings a service of so many tasks up, rolls it to another revision and answers what the roll cost. */
export const rollOf = async (tasks: number): Promise<Roll> => {
  const touched: Touched = { read: 0, written: 0, looks: 0 };
  const plane = await openSimulatedPlane((state) => countingState(state, touched));
  const define = (cpu: number) =>
    plane.call("RegisterTaskDefinition", {
      family: "web",
      containerDefinitions: [{ name: "web", image: "nginx:1.29", cpu, memory: 128 }],
    });
  await define(100);
  await define(110);
  // Reports come one by one, and not all at once: that is when a scheduler could look too often.
  const options = { cpu: 2400, memory: 3072, reported: () => {}, takes: () => Math.random() * SLOWEST };
  for (let index = 0; index < tasks / TASKS_AN_INSTANCE; index += 1) {
    await SimulatedAgent.start(plane, index, options);
  }
  await plane.call("CreateService", {
    cluster: "main",
    serviceName: "web",
    taskDefinition: "web:1",
    desiredCount: tasks,
    deploymentConfiguration: {
      minimumHealthyPercent: MINIMUM_HEALTHY_PERCENT,
      maximumPercent: MAXIMUM_PERCENT,
    },
  });
  await atRest(plane, "web:1");
  Object.assign(touched, { read: 0, written: 0, looks: 0 });
  const { seen, stop } = watchInvariants(plane.state, {
    minimumHealthy: Math.ceil((tasks * MINIMUM_HEALTHY_PERCENT) / 100),
    maximum: Math.floor((tasks * MAXIMUM_PERCENT) / 100),
  });
  const [began, cpuBefore] = [performance.now(), process.threadCpuUsage()];
  await plane.call("UpdateService", { cluster: "main", service: "web", taskDefinition: "web:2" });
  await atRest(plane, "web:2");
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  stop();
  checkEnd(plane, tasks);
  await plane.close();
  return { ...touched, ...seen, tasks, seconds, cpu: (user + system) / 1000 };
};

/** Resolves when the deployment of a revision is completed and the service steady. */
const atRest = (plane: SimulatedPlane, revision: string): Promise<void> =>
  new Promise((resolve) => {
    const look = (): boolean => {
      const [service] = plane.state.table(serviceTable).all();
      const deployment = plane.state.table(deploymentTable).get(`${service?.arn}/${service?.deploymentId}`);
      return (
        service?.steady === true &&
        service.taskDefinitionArn.endsWith(revision) &&
        deployment?.rolloutState === "COMPLETED"
      );
    };
    const unsubscribe = plane.state.subscribe(serviceTable, () => {
      if (!look()) return;
      unsubscribe();
      resolve();
    });
  });

const checkEnd = (plane: SimulatedPlane, wanted: number): void => {
  const live = [...plane.state.table(taskTable).all()].filter(({ lastStatus }) => lastStatus !== "STOPPED");
  const good = live.filter(
    ({ lastStatus, taskDefinitionArn }) => lastStatus === "RUNNING" && taskDefinitionArn.endsWith("web:2"),
  );
  if (live.length !== wanted || good.length !== wanted) {
    throw new Error(
      `${live.length} tasks, ${good.length} of them of the new revision and RUNNING, ${wanted} wanted`,
    );
  }
};
