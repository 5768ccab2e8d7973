import { clientException } from "../errors.ts";

// Why no blanks at the end: two places for the same blanks make the time of a long text grow with its square.
const AMOUNT = /^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*(vcpu|gb)?$/i;

/** Units of CPU in one vCPU, and MiB in one GB. */
const SCALE = 1024;

const LEAST_CPU = 128;
/** 192 vCPUs. */
const MOST_CPU = 196_608;

const amount = (text: string, unit: "vcpu" | "gb"): number | undefined => {
  const [, digits, given] = AMOUNT.exec(text.trim()) ?? [];
  if (digits === undefined || (given !== undefined && given.toLowerCase() !== unit)) return undefined;
  const number = Number(digits) * (given === undefined ? 1 : SCALE);
  return Number.isInteger(number) ? number : undefined;
};

/**
 * The task's CPU in units, of `256`, `.25 vCPU` or `1 vcpu`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 *
 * @throws AwsError ClientException
 */
export const taskCpu = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const units = amount(text, "vcpu");
  if (units === undefined || units < LEAST_CPU || units > MOST_CPU) {
    throw clientException("Invalid 'cpu' setting for task.");
  }
  return units;
};

/**
 * The task's memory in MiB, of `512`, `1GB` or `0.5 GB`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 *
 * @throws AwsError ClientException
 */
export const taskMemory = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const mib = amount(text, "gb");
  if (mib === undefined || mib < 1) throw clientException("Invalid 'memory' setting for task.");
  return mib;
};

const GB = SCALE;

/**
 * What AWS Fargate runs: CPU units → the memory in MiB from, to, and in steps of.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
const FARGATE_SIZES: ReadonlyMap<number, readonly [from: number, to: number, step: number]> = new Map([
  [256, [512, 2 * GB, 512]],
  [512, [GB, 4 * GB, GB]],
  [1024, [2 * GB, 8 * GB, GB]],
  [2048, [4 * GB, 16 * GB, GB]],
  [4096, [8 * GB, 30 * GB, GB]],
  [8192, [16 * GB, 60 * GB, 4 * GB]],
  [16384, [32 * GB, 120 * GB, 8 * GB]],
]);

/** Whether AWS Fargate has this combination of CPU units and MiB of memory. */
export const isFargateSize = (cpu: number, memory: number): boolean => {
  const sizes = FARGATE_SIZES.get(cpu);
  if (sizes === undefined) return false;
  const [from, to, step] = sizes;
  // The smallest size is the one that does not go in even steps: 512 MiB, 1 GB and 2 GB.
  if (cpu === 256) return [512, GB, 2 * GB].includes(memory);
  return memory >= from && memory <= to && (memory - from) % step === 0;
};
