import { shapeTable } from "../../src/gateway/shapes/shape-table.ts";
import type { Service } from "../../src/operation/index.ts";
import { ec2 } from "../../src/services/ec2/index.ts";
import { ecs } from "../../src/services/ecs/index.ts";
import { elbClassic, elbV2 } from "../../src/services/elb/index.ts";
import { iam } from "../../src/services/iam/index.ts";
import { sts } from "../../src/services/sts/index.ts";
import type { Target } from "./attempt.ts";

const targetsOf = async (service: Service): Promise<readonly Target[]> => {
  const shapes = shapeTable(await service.schemas(), service.name === "ec2");
  const served = service.operations.map(({ name }) => name);
  // What is in a client and not served yet must be refused as gently.
  const { operations } = (await service.schemas()) as {
    readonly operations: Readonly<Record<string, unknown>>;
  };
  const names = [...new Set([...served, ...Object.keys(operations)])];
  return names.map((operation) => ({
    service: service.name,
    protocol: service.protocol,
    operation,
    served: served.includes(operation),
    input: shapes.operation(operation)?.input,
  }));
};

/** Every operation of every service, served or not, with the shape of its input as its client writes it. */
export const everyTarget = async (): Promise<readonly Target[]> =>
  (await Promise.all([ecs, elbV2, elbClassic, ec2, iam, sts].map(targetsOf))).flat();
