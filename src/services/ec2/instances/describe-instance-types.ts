import type {
  _InstanceType,
  DescribeInstanceTypesCommandInput,
  DescribeInstanceTypesCommandOutput,
  InstanceTypeInfo,
} from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { resourceNotFound } from "../errors.ts";
import { checkFilters, compileFilters, type FilterValues } from "../query/filters.ts";
import { pageOf, refuseIdsWithPages } from "../query/pages.ts";
import { everythingNeed } from "./find-instances.ts";
import { type InstanceType, instanceTypes } from "./instance-types.ts";
import { refuseDryRun } from "./refuse-dry-run.ts";

const view = (type: InstanceType): InstanceTypeInfo => ({
  InstanceType: type.name as _InstanceType,
  CurrentGeneration: !/^(m1|m4|t2)\./.test(type.name),
  FreeTierEligible: type.name === "t2.micro" || type.name === "t3.micro",
  SupportedUsageClasses: ["on-demand"],
  SupportedRootDeviceTypes: ["ebs"],
  SupportedVirtualizationTypes: ["hvm"],
  BareMetal: false,
  Hypervisor: /^(m1|m4|t2)\./.test(type.name) ? "xen" : "nitro",
  ProcessorInfo: { SupportedArchitectures: [type.architecture] },
  VCpuInfo: {
    DefaultVCpus: type.vcpus,
    DefaultCores: threads(type) === 1 ? type.vcpus : type.vcpus / 2,
    DefaultThreadsPerCore: threads(type),
  },
  MemoryInfo: { SizeInMiB: type.memoryMib },
  InstanceStorageSupported: false,
  BurstablePerformanceSupported: type.burstable,
  HibernationSupported: false,
  DedicatedHostsSupported: false,
  AutoRecoverySupported: false,
});

/** Graviton processors and machines with one virtual CPU run one thread on each core. */
const threads = (type: InstanceType): 1 | 2 => (type.architecture === "arm64" || type.vcpus === 1 ? 1 : 2);

const filterValues =
  (type: InstanceType): FilterValues =>
  (name) => {
    switch (name) {
      case "instance-type":
        return [type.name];
      case "current-generation":
        return [String(view(type).CurrentGeneration)];
      case "burstable-performance-supported":
        return [String(type.burstable)];
      case "processor-info.supported-architecture":
        return [type.architecture];
      case "vcpu-info.default-vcpus":
        return [String(type.vcpus)];
      case "memory-info.size-in-mib":
        return [String(type.memoryMib)];
      case "free-tier-eligible":
        return [String(view(type).FreeTierEligible)];
      case "hypervisor":
        return [view(type).Hypervisor];
      case "bare-metal":
      case "instance-storage-supported":
      case "hibernation-supported":
      case "dedicated-hosts-supported":
      case "auto-recovery-supported":
        return ["false"];
      case "supported-root-device-type":
        return ["ebs"];
      case "supported-usage-class":
        return ["on-demand"];
      case "supported-virtualization-type":
        return ["hvm"];
      default:
        return undefined;
    }
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html */
export const describeInstanceTypes = operation<
  DescribeInstanceTypesCommandInput,
  Omit<DescribeInstanceTypesCommandOutput, "$metadata">
>("DescribeInstanceTypes", {
  needs: ({ scope }) => everythingNeed("ec2:DescribeInstanceTypes", scope),
  run: ({ input }) => {
    refuseDryRun(input);
    refuseIdsWithPages(input.InstanceTypes, input, "instanceTypes");
    const all = [...instanceTypes.values()];
    for (const type of all.slice(0, 1)) checkFilters(input.Filters, filterValues(type));
    const unknown = (input.InstanceTypes ?? []).filter((name) => !instanceTypes.has(name));
    if (unknown.length > 0) {
      throw resourceNotFound(
        "InvalidInstanceType",
        `The following supplied instance types do not exist: [${unknown.join(", ")}]`,
      );
    }
    const passes = compileFilters(input.Filters);
    const asked = input.InstanceTypes?.length
      ? all.filter(({ name }) => input.InstanceTypes?.includes(name as _InstanceType))
      : all;
    const { items, NextToken } = pageOf(
      asked.filter((type) => passes(filterValues(type))),
      input,
      { most: 100 },
    );
    return { InstanceTypes: items.map(view), ...(NextToken === undefined ? {} : { NextToken }) };
  },
});
