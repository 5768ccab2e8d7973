import { readWireShapes, type Service } from "../../operation/index.ts";
import { unauthorizedOperation } from "./authorization-failure.ts";
import { describeImages } from "./images/describe-images.ts";
import {
  rebootInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from "./instances/change-state.ts";
import { describeIamInstanceProfileAssociations } from "./instances/describe-iam-instance-profile-associations.ts";
import { describeInstanceAttribute } from "./instances/describe-instance-attribute.ts";
import { describeInstanceStatus } from "./instances/describe-instance-status.ts";
import { describeInstanceTypes } from "./instances/describe-instance-types.ts";
import { describeInstances } from "./instances/describe-instances.ts";
import { getConsoleOutput } from "./instances/get-console-output.ts";
import { modifyInstanceMetadataOptions } from "./instances/modify-instance-metadata-options.ts";
import { runInstances } from "./instances/run-instances.ts";
import { describeSecurityGroups, describeSubnets, describeVpcs } from "./network/describe-network.ts";
import { describeAvailabilityZones, describeRegions } from "./network/describe-places.ts";
import { createTags, deleteTags } from "./tags/create-tags.ts";
import { describeTags } from "./tags/describe-tags.ts";

const VERSION = "2016-11-15";

/**
 * Amazon EC2, as far as container instances need it.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html
 */
export const ec2: Service = {
  name: "ec2",
  protocol: { kind: "ec2Query", version: VERSION, namespace: `http://ec2.amazonaws.com/doc/${VERSION}/` },
  schemas: readWireShapes(new URL("./wire-shapes.data.json", import.meta.url)),
  denied: unauthorizedOperation,
  operations: [
    runInstances,
    describeInstances,
    describeInstanceStatus,
    terminateInstances,
    stopInstances,
    startInstances,
    rebootInstances,
    getConsoleOutput,
    describeInstanceAttribute,
    modifyInstanceMetadataOptions,
    describeIamInstanceProfileAssociations,
    describeInstanceTypes,
    describeImages,
    describeRegions,
    describeAvailabilityZones,
    describeVpcs,
    describeSubnets,
    describeSecurityGroups,
    createTags,
    deleteTags,
    describeTags,
  ],
};
