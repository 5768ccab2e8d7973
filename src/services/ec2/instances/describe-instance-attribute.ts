import type { DescribeInstanceAttributeCommandInput, InstanceAttribute } from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { invalidParameterValue, missingParameter } from "../errors.ts";
import { instanceNeeds, namedInstances } from "./find-instances.ts";
import { instanceView } from "./instance-view.ts";
import { refuseDryRun } from "./refuse-dry-run.ts";
import type { InstanceRow } from "./table.ts";

type Attribute = Omit<InstanceAttribute, "InstanceId">;

const ATTRIBUTES: Readonly<Record<string, (row: InstanceRow, state: Reader) => Attribute>> = {
  blockDeviceMapping: (row, state) => ({
    BlockDeviceMappings: instanceView(state, row).BlockDeviceMappings ?? [],
  }),
  disableApiStop: (row) => ({ DisableApiStop: { Value: row.disableApiStop } }),
  disableApiTermination: (row) => ({ DisableApiTermination: { Value: row.disableApiTermination } }),
  ebsOptimized: (row) => ({ EbsOptimized: { Value: row.ebsOptimized } }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  groupSet: (row) => ({ Groups: row.securityGroupIds.map((GroupId) => ({ GroupId })) }),
  instanceInitiatedShutdownBehavior: (row) => ({
    InstanceInitiatedShutdownBehavior: { Value: row.instanceInitiatedShutdownBehavior },
  }),
  instanceType: (row) => ({ InstanceType: { Value: row.instanceType } }),
  kernel: () => ({}),
  productCodes: () => ({ ProductCodes: [] }),
  ramdisk: () => ({}),
  rootDeviceName: () => ({ RootDeviceName: { Value: "/dev/xvda" } }),
  sourceDestCheck: () => ({ SourceDestCheck: { Value: true } }),
  sriovNetSupport: () => ({}),
  userData: (row) => ({ UserData: row.userData === undefined ? {} : { Value: row.userData } }),
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html */
export const describeInstanceAttribute = operation<DescribeInstanceAttributeCommandInput, InstanceAttribute>(
  "DescribeInstanceAttribute",
  {
    needs: ({ input, scope, state }) =>
      instanceNeeds("ec2:DescribeInstanceAttribute", state, scope, [input.InstanceId]),
    run: ({ input, scope, state }) => {
      if (input.InstanceId === undefined) throw missingParameter("InstanceId");
      if (input.Attribute === undefined) throw missingParameter("Attribute");
      const [row] = namedInstances(state, scope, [input.InstanceId]);
      if (!Object.hasOwn(ATTRIBUTES, input.Attribute)) {
        throw invalidParameterValue(
          `Value (${input.Attribute}) for parameter attribute is invalid. Unknown attribute.`,
        );
      }
      refuseDryRun(input);
      const read = ATTRIBUTES[input.Attribute];
      return { InstanceId: input.InstanceId, ...(row === undefined ? {} : read?.(row, state)) };
    },
  },
);
