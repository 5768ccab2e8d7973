import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { declaredTypes } from "./declared-types.ts";
import { extractWireShapes } from "./extract.ts";
import type { WireMember, WireShapes } from "./wire-shapes.ts";

/** A service whose shapes are extracted: its folder below `src/services`, its client, and what of it. */
export type ExtractedService = {
  readonly name: string;
  readonly client: string;
  readonly ec2?: boolean;
  readonly operations?: readonly string[];
  readonly doubles?: readonly string[];
  /** Enums whose values the service's own operations judge, because AWS refuses others in words of their own. */
  readonly judged?: readonly string[];
  /** Members that callers send although the client's model leaves them out, by structure. */
  readonly unpublished?: Readonly<Record<string, readonly WireMember[]>>;
};

/** The services whose shapes are kept as data. */
export const extractedServices: readonly ExtractedService[] = [
  {
    name: "ecs",
    client: "@aws-sdk/client-ecs",
    // The members that the API reference calls Double or Float, among those that requests carry.
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Types.html
    doubles: [
      "CanaryConfiguration.canaryPercent",
      "DaemonDeploymentConfiguration.drainPercent",
      "LinearConfiguration.stepPercent",
      "ManagedApplicationAutoScalingPolicy.targetValue",
      "MemoryGiBPerVCpuRequest.max",
      "MemoryGiBPerVCpuRequest.min",
      "NetworkBandwidthGbpsRequest.max",
      "NetworkBandwidthGbpsRequest.min",
      "Resource.doubleValue",
      "Scale.value",
      "ThresholdConfiguration.value",
      "TotalLocalStorageGBRequest.max",
      "TotalLocalStorageGBRequest.min",
    ],
    // https://github.com/kayac/ecspresso/issues/364 (LogDriver), https://github.com/Shippable/support/issues/3699
    // (UlimitName), https://github.com/aws-samples/aws-cdk-examples/issues/628 (placement),
    // https://github.com/hashicorp/terraform-provider-aws/issues/23342 (what `include` may list)
    judged: [
      "CapacityProviderField",
      "ClusterField",
      "LogDriver",
      "ServiceField",
      "TaskDefinitionField",
      "TaskDefinitionPlacementConstraintType",
      "UlimitName",
    ],
    // The container agent's own model of the API has it: the idempotency key of a registration.
    unpublished: { RegisterContainerInstanceRequest: [["clientToken", "string"]] },
  },
  { name: "elb/v2", client: "@aws-sdk/client-elastic-load-balancing-v2" },
  { name: "elb/classic", client: "@aws-sdk/client-elastic-load-balancing" },
  { name: "iam", client: "@aws-sdk/client-iam" },
  { name: "sts", client: "@aws-sdk/client-sts" },
  {
    name: "ec2",
    client: "@aws-sdk/client-ec2",
    ec2: true,
    operations: [
      "CreateTags",
      "DeleteTags",
      "DescribeAvailabilityZones",
      "DescribeIamInstanceProfileAssociations",
      "DescribeImages",
      "DescribeInstanceAttribute",
      "DescribeInstanceStatus",
      "DescribeInstanceTypes",
      "DescribeInstances",
      "DescribeKeyPairs",
      "DescribeLaunchTemplates",
      "DescribeNetworkInterfaces",
      "DescribeRegions",
      "DescribeSecurityGroups",
      "DescribeSubnets",
      "DescribeTags",
      "DescribeVolumes",
      "DescribeVpcs",
      "GetConsoleOutput",
      "ModifyInstanceAttribute",
      "ModifyInstanceMetadataOptions",
      "RebootInstances",
      "RunInstances",
      "StartInstances",
      "StopInstances",
      "TerminateInstances",
    ],
  },
];

/** Extracts a service's shapes from the client that is installed. Loads the whole client. */
export const extractService = async (service: ExtractedService): Promise<WireShapes> => {
  const entry = createRequire(import.meta.url).resolve(service.client);
  const folder = dirname(dirname(entry));
  const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
  const models = join(folder, "dist-types", "models");
  const files = (await readdir(models)).filter((name) => name.startsWith("models_"));
  const sources = await Promise.all(files.map((name) => readFile(join(models, name), "utf8")));
  const declaredType = declaredTypes(sources);
  const judged = new Set(service.judged ?? []);
  const shapes = extractWireShapes((await import(service.client)) as Record<string, unknown>, {
    client: `${service.client} ${manifest.version}`,
    declaredType: (structure, member) => {
      const type = declaredType(structure, member);
      return judged.has(type?.replace(/(\[\])+$/, "") ?? "") ? undefined : type;
    },
    doubles: new Set(service.doubles ?? []),
    ...(service.ec2 === undefined ? {} : { ec2: service.ec2 }),
    ...(service.operations === undefined ? {} : { operations: service.operations }),
  });
  const structures = { ...shapes.structures };
  for (const [structure, members] of Object.entries(service.unpublished ?? {})) {
    structures[structure] = [...(structures[structure] ?? []), ...members];
  }
  return { ...shapes, structures };
};

/** The text of a service's data file: JSON, one shape a line, so that an update of the client is easy to read. */
export const wireShapesText = async (service: ExtractedService): Promise<string> => {
  const sections = Object.entries(await extractService(service)).map(([name, value]) => {
    if (typeof value === "string") return `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const lines = Object.entries(value).map(
      ([key, shape]) => `${JSON.stringify(key)}: ${JSON.stringify(shape)}`,
    );
    return `${JSON.stringify(name)}: {\n${lines.join(",\n")}\n}`;
  });
  return `{\n${sections.join(",\n")}\n}\n`;
};
