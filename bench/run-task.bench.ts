import { spawn } from "node:child_process";
import {
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { buildImage, IMAGE } from "../examples/first-voyage/docker.ts";
import { openHarbour } from "../examples/shared/harbour.ts";
import { launchInstance } from "./load/launch-instance.ts";

const ROUNDS = 20;

const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

/** `docker run -d` as a person runs it; answers milliseconds and the container. */
const dockerRun = (): Promise<{ milliseconds: number; id: string }> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn("docker", ["run", "-d", "-p", "8080", "--memory", "64m", IMAGE]);
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0) reject(new Error(`docker run ended with ${code}`));
      else resolve({ milliseconds: performance.now() - started, id: output.trim() });
    });
  });

const docker = (...args: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    spawn("docker", args, { stdio: "ignore" }).on("close", () => resolve());
  });

/** From RunTask to RUNNING as the client sees it, against `docker run -d` of the same image, taking turns. */
buildImage();
const harbour = await openHarbour();
const ecs = new ECSClient({ endpoint: harbour.endpoint, region: harbour.region, credentials: harbour.root });
const terminate = await launchInstance(harbour, "default");
await ecs.send(
  new RegisterTaskDefinitionCommand({
    family: "bench",
    containerDefinitions: [
      { name: "bench", image: IMAGE, memory: 64, portMappings: [{ containerPort: 8080 }] },
    ],
  }),
);

const runTask = async (): Promise<number> => {
  const started = performance.now();
  const { tasks } = await ecs.send(new RunTaskCommand({ taskDefinition: "bench" }));
  const arn = tasks?.[0]?.taskArn ?? "";
  for (;;) {
    const { tasks: found } = await ecs.send(new DescribeTasksCommand({ tasks: [arn] }));
    const status = found?.[0]?.lastStatus;
    if (status === "RUNNING") break;
    if (status === "STOPPED") throw new Error(found?.[0]?.stoppedReason);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const milliseconds = performance.now() - started;
  await ecs.send(new StopTaskCommand({ task: arn }));
  return milliseconds;
};

const ours: number[] = [];
const theirs: number[] = [];
await runTask();
for (let round = 0; round < ROUNDS; round += 1) {
  ours.push(await runTask());
  const { milliseconds, id } = await dockerRun();
  theirs.push(milliseconds);
  await docker("rm", "-f", id);
}
ecs.destroy();
await terminate();
await harbour.close();
console.log(`run-task to RUNNING      median ${median(ours).toFixed(0)} ms of ${ROUNDS}`);
console.log(`docker run -d            median ${median(theirs).toFixed(0)} ms of ${ROUNDS}`);
console.log(`ratio ${(median(ours) / median(theirs)).toFixed(2)} (wanted: at most 1.30)`);
