import { clientException } from "../errors.ts";

const UNITS_PER_VCPU = 1024;
const MIB_PER_GB = 1024;

const PLAIN = /^[0-9]+$/;
// Why so strict about where digits go: sizes are read before the caller is known to be allowed anything, and a
// pattern that can divide a text in many ways takes minutes for a long one.
const VCPU = /^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*vcpu$/i;
const GB = /^([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*gb$/i;

/**
 * Task-level CPU in units, of `256`, `.25 vCPU` or `1 vcpu`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#task_size
 *
 * @throws AwsError ClientException
 */
export const cpuUnits = (text: string): number => {
  if (PLAIN.test(text)) return Number(text);
  const vcpu = VCPU.exec(text.trim())?.[1];
  if (vcpu === undefined) throw clientException(`Invalid 'cpu' setting for task: ${text}`);
  return Math.round(Number(vcpu) * UNITS_PER_VCPU);
};

/**
 * Task-level memory in MiB, of `512`, `1GB` or `0.5 GB`.
 *
 * @throws AwsError ClientException
 */
export const memoryMib = (text: string): number => {
  if (PLAIN.test(text)) return Number(text);
  const gb = GB.exec(text.trim())?.[1];
  if (gb === undefined) throw clientException(`Invalid 'memory' setting for task: ${text}`);
  return Math.round(Number(gb) * MIB_PER_GB);
};
