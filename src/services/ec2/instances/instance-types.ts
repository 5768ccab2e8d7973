/** An instance type: its virtual CPUs, memory in MiB, and processor architecture. */
export type InstanceType = {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly architecture: "x86_64" | "arm64";
  readonly burstable: boolean;
};

type Size = readonly [size: string, vcpus: number, memoryGib: number];

const BURST_T2: readonly Size[] = [
  ["nano", 1, 0.5],
  ["micro", 1, 1],
  ["small", 1, 2],
  ["medium", 2, 4],
  ["large", 2, 8],
  ["xlarge", 4, 16],
  ["2xlarge", 8, 32],
];

const BURST: readonly Size[] = [
  ["nano", 2, 0.5],
  ["micro", 2, 1],
  ["small", 2, 2],
  ["medium", 2, 4],
  ["large", 2, 8],
  ["xlarge", 4, 16],
  ["2xlarge", 8, 32],
];

/** The sizes of a family with `gib` GiB per virtual CPU: large, xlarge and the multiples of it. */
const family = (gib: number, multiples: readonly number[], medium = false): readonly Size[] => [
  ...(medium ? [["medium", 1, gib] as const] : []),
  ["large", 2, 2 * gib],
  ["xlarge", 4, 4 * gib],
  ...multiples.map((n): Size => [`${n}xlarge`, 4 * n, 4 * n * gib]),
];

/**
 * Families and sizes that ECS clusters are commonly made of.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html, …/co.html, …/mo.html
 */
const FAMILIES: readonly (readonly [string, InstanceType["architecture"], readonly Size[]])[] = [
  ["t2", "x86_64", BURST_T2],
  ["t3", "x86_64", BURST],
  ["t3a", "x86_64", BURST],
  ["t4g", "arm64", BURST],
  ["m4", "x86_64", family(4, [2, 4])],
  ["m5", "x86_64", family(4, [2, 4, 8, 12, 16, 24])],
  ["m5a", "x86_64", family(4, [2, 4, 8, 12, 16, 24])],
  ["m6i", "x86_64", family(4, [2, 4, 8, 12, 16, 24, 32])],
  ["m6a", "x86_64", family(4, [2, 4, 8, 12, 16, 24, 32, 48])],
  ["m6g", "arm64", family(4, [2, 4, 8, 12, 16], true)],
  ["m7i", "x86_64", family(4, [2, 4, 8, 12, 16, 24, 48])],
  ["m7g", "arm64", family(4, [2, 4, 8, 12, 16], true)],
  ["c5", "x86_64", family(2, [2, 4, 9, 12, 18, 24])],
  ["c5a", "x86_64", family(2, [2, 4, 8, 12, 16, 24])],
  ["c6i", "x86_64", family(2, [2, 4, 8, 12, 16, 24, 32])],
  ["c6g", "arm64", family(2, [2, 4, 8, 12, 16], true)],
  ["c7i", "x86_64", family(2, [2, 4, 8, 12, 16, 24, 48])],
  ["c7g", "arm64", family(2, [2, 4, 8, 12, 16], true)],
  ["r5", "x86_64", family(8, [2, 4, 8, 12, 16, 24])],
  ["r6i", "x86_64", family(8, [2, 4, 8, 12, 16, 24, 32])],
  ["r6g", "arm64", family(8, [2, 4, 8, 12, 16], true)],
];

const exceptions: readonly InstanceType[] = [
  { name: "m1.small", vcpus: 1, memoryMib: 1740, architecture: "x86_64", burstable: false },
];

/** Every instance type that can be launched, by name. */
export const instanceTypes: ReadonlyMap<string, InstanceType> = new Map(
  [
    ...exceptions,
    ...FAMILIES.flatMap(([name, architecture, sizes]) =>
      sizes.map(
        ([size, vcpus, gib]): InstanceType => ({
          name: `${name}.${size}`,
          vcpus,
          memoryMib: gib * 1024,
          architecture,
          burstable: name.startsWith("t"),
        }),
      ),
    ),
  ].map((type) => [type.name, type]),
);

/** What RunInstances takes when no type is given. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
export const DEFAULT_INSTANCE_TYPE = "m1.small";

/**
 * What a container agent registers on a machine of this type: 1024 CPU units for each virtual CPU, and the
 * memory in MiB that the operating system leaves, which is about 95 % of the type's.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
 */
export const registeredResources = (type: InstanceType): { cpuUnits: number; memoryMiB: number } => ({
  cpuUnits: type.vcpus * 1024,
  memoryMiB: Math.floor(type.memoryMib * 0.95),
});
