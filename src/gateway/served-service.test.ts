import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AwsError, type Service } from "../operation/index.ts";
import { ec2 } from "../services/ec2/index.ts";
import { ecs } from "../services/ecs/index.ts";
import { elbClassic, elbV2 } from "../services/elb/index.ts";
import { iam } from "../services/iam/index.ts";
import { sts } from "../services/sts/index.ts";
import { ServedService, serveAll } from "./served-service.ts";

const versionOf = ({ protocol }: Service): string => ("version" in protocol ? protocol.version : "");

const asked = (operation: string) => ({
  operation,
  unknown: () => new AwsError("Unknown", operation),
  parameters: undefined,
});

describe("the services that Portreeve has", () => {
  for (const service of [ecs, elbV2, elbClassic, ec2, iam, sts]) {
    it(`${service.name} ${versionOf(service)}: every operation has wire shapes`, async () => {
      const served = new ServedService(service);
      for (const { name } of service.operations) {
        const found = await served.find(asked(name));
        assert.equal(found.operation.name, name);
        assert.equal(await served.find(asked(name)), found);
      }
      assert.ok(service.operations.length > 0);
    });
  }

  it("are told apart by their names and versions", () => {
    assert.throws(() => serveAll([sts, iam, sts]), /two services are called sts\/2011-06-15/);
    assert.deepEqual(
      [...serveAll([elbV2, elbClassic]).keys()],
      ["elasticloadbalancing", "elasticloadbalancing/2012-06-01"],
    );
  });
});
