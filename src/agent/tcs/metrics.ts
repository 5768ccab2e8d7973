import type { ContainerRuntime, ContainerStatistics, TrafficCounters } from "../container-runtime.ts";
import type { ContainerRecord, TaskRecord } from "../tasks/task-record.ts";

const mebibyte = 1024 * 1024;

/** Statistics over the samples of one period. This agent takes one sample a period. */
const statistic = (value: number) => ({ min: value, max: value, sum: value, sampleCount: 1 });
const counter = (value: number) => ({ ...statistic(value), overflowMin: 0, overflowMax: 0, overflowSum: 0 });

/** What was seen of a container the last time: rates come from the difference. */
type Sample = { readonly statistics: ContainerStatistics; readonly at: number };

const traffic = (direction: "rx" | "tx", now: TrafficCounters, before: TrafficCounters, seconds: number) => ({
  [`${direction}Bytes`]: counter(now.bytes),
  [`${direction}BytesPerSecond`]: statistic(
    seconds > 0 ? Math.max(0, now.bytes - before.bytes) / seconds : 0,
  ),
  [`${direction}Packets`]: counter(now.packets),
  [`${direction}Errors`]: counter(now.errors),
  [`${direction}Dropped`]: counter(now.dropped),
});

const containerMetric = (record: ContainerRecord, now: Sample, before: Sample, restarting: boolean) => {
  const { statistics } = now;
  const cpu = statistics.cpu - before.statistics.cpu;
  const whole = statistics.systemCpu - before.statistics.systemCpu;
  const seconds = (now.at - before.at) / 1000;
  return {
    containerName: record.name,
    cpuStatsSet: statistic(whole > 0 ? Math.max(0, (cpu / whole) * 100) : 0),
    memoryStatsSet: statistic(Math.round(statistics.memoryBytes / mebibyte)),
    networkStatsSet: {
      ...traffic("rx", statistics.received, before.statistics.received, seconds),
      ...traffic("tx", statistics.sent, before.statistics.sent, seconds),
    },
    storageStatsSet: {
      readSizeBytes: counter(statistics.readBytes),
      writeSizeBytes: counter(statistics.writtenBytes),
    },
    ...(restarting ? { restartStatsSet: { restartCount: record.restarts } } : {}),
  };
};

/** A function that takes a sample of every running container and returns `taskMetrics`. */
export const createMetrics = (
  runtime: ContainerRuntime,
  now: () => number,
): ((tasks: readonly TaskRecord[]) => Promise<readonly object[]>) => {
  let last = new Map<string, Sample>();
  return async (tasks) => {
    const samples = new Map<string, Sample>();
    const read = async (task: TaskRecord, record: ContainerRecord) => {
      const { runtimeId } = record;
      if (runtimeId === undefined || record.status !== "RUNNING") return undefined;
      const statistics = await runtime.statistics(runtimeId).catch(() => undefined);
      if (statistics === undefined) return undefined;
      const sample = { statistics, at: now() };
      samples.set(runtimeId, sample);
      const before = last.get(runtimeId);
      // Why nothing the first time: there is no difference to take a rate from.
      if (before === undefined) return undefined;
      const policy = task.definition.containers.find(({ name }) => name === record.name)?.restartPolicy;
      return containerMetric(record, sample, before, policy !== undefined);
    };
    const metrics = await Promise.all(
      tasks.map(async (task) => {
        const containers = await Promise.all(task.containers.map((record) => read(task, record)));
        return {
          taskArn: task.definition.arn,
          taskDefinitionFamily: task.definition.family,
          taskDefinitionVersion: task.definition.version,
          containerMetrics: containers.filter((metric) => metric !== undefined),
        };
      }),
    );
    last = samples;
    return metrics.filter(({ containerMetrics }) => containerMetrics.length > 0);
  };
};
