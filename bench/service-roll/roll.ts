import { setTimeout } from "node:timers/promises";
import type { CreateServiceResponse } from "@aws-sdk/client-ecs";
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
/** The service's tasks, the services of the same size beside it, and the machines for all of them. */
export type RollOptions = { readonly tasks: number; readonly others?: number; readonly instances: number };

/** Brings a service of so many tasks up, rolls it to another revision and answers what the roll cost. */
export const rollOf = async ({ tasks, others = 0, instances }: RollOptions): Promise<Roll> => {
  const touched: Touched = { read: 0, written: 0, looks: 0 };
  const plane = await openSimulatedPlane((state) => countingState(state, touched));
  const define = (cpu: number) =>
    plane.call("RegisterTaskDefinition", {
      family: "web",
      containerDefinitions: [{ name: "web", image: "nginx:1.29", cpu, memory: 128 }],
    });
  await define(100);
  await define(110);
  // Room for what the maximum allows, wherever the spread puts it.
  const each = Math.ceil((2 * tasks * (others + 1)) / instances) + 10;
  const options = { cpu: each * 110, memory: each * 128, reported: () => {}, takes };
  for (let index = 0; index < instances; index += 1) await SimulatedAgent.start(plane, index, options);
  for (let index = 0; index < others; index += 1) await create(plane, `other-${index}`, tasks);
  const web = await create(plane, "web", tasks);
  while (![...plane.state.table(serviceTable).all()].every(({ steady }) => steady)) await setTimeout(50);
  Object.assign(touched, { read: 0, written: 0, looks: 0 });
  const { seen, stop } = watchInvariants(plane.state, GROUP, {
    minimumHealthy: Math.ceil((tasks * MINIMUM_HEALTHY_PERCENT) / 100),
    maximum: Math.floor((tasks * MAXIMUM_PERCENT) / 100),
  });
  const [began, cpuBefore] = [performance.now(), process.threadCpuUsage()];
  await plane.call("UpdateService", { cluster: "main", service: "web", taskDefinition: "web:2" });
  while (!isCompleted(plane, web, "web:2")) await setTimeout(5);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  stop();
  checkEnd(plane, tasks);
  await plane.close();
  return { ...touched, ...seen, tasks, seconds, cpu: (user + system) / 1000 };
};

const GROUP = "service:web";

/** Reports come one by one, and not all at once: that is when a scheduler could look too often. */
const takes = (): number => Math.random() * SLOWEST;

const create = async (plane: SimulatedPlane, serviceName: string, desiredCount: number): Promise<string> => {
  const { service } = await plane.call<CreateServiceResponse>("CreateService", {
    cluster: "main",
    serviceName,
    taskDefinition: "web:1",
    desiredCount,
    deploymentConfiguration: {
      minimumHealthyPercent: MINIMUM_HEALTHY_PERCENT,
      maximumPercent: MAXIMUM_PERCENT,
    },
  });
  return service?.serviceArn ?? "";
};

/** Whether the deployment of a revision is completed and the service steady. */
const isCompleted = ({ state }: SimulatedPlane, arn: string, revision: string): boolean => {
  const service = state.table(serviceTable).get(arn);
  const deployment = state.table(deploymentTable).get(`${arn}/${service?.deploymentId}`);
  return (
    service?.steady === true &&
    service.taskDefinitionArn.endsWith(revision) &&
    deployment?.rolloutState === "COMPLETED"
  );
};

const checkEnd = (plane: SimulatedPlane, wanted: number): void => {
  const live = [...plane.state.table(taskTable).all()].filter(
    ({ group, lastStatus }) => group === GROUP && lastStatus !== "STOPPED",
  );
  const good = live.filter(
    ({ lastStatus, taskDefinitionArn }) => lastStatus === "RUNNING" && taskDefinitionArn.endsWith("web:2"),
  );
  if (live.length !== wanted || good.length !== wanted) {
    throw new Error(
      `${live.length} tasks, ${good.length} of them of the new revision and RUNNING, ${wanted} wanted`,
    );
  }
};
