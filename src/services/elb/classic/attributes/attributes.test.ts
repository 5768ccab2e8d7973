import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { LoadBalancerAttributes } from "@aws-sdk/client-elastic-load-balancing";
import type { Given } from "../../../iam/index.ts";
import { awsError } from "../../testing/aws-error.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { describeLoadBalancerAttributes } from "./describe-load-balancer-attributes.ts";
import { modifyLoadBalancerAttributes } from "./modify-load-balancer-attributes.ts";

let plane: TestPlane;
beforeEach(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
});

const modify = async (wanted: Given<LoadBalancerAttributes>) =>
  plane.call(modifyLoadBalancerAttributes, { LoadBalancerName: WEB, LoadBalancerAttributes: wanted });
const attributes = async () =>
  (await plane.call(describeLoadBalancerAttributes, { LoadBalancerName: WEB })).LoadBalancerAttributes;
const mode = (Value: string, Key = "elb.http.desyncmitigationmode") => [{ Key, Value }];

const DEFAULTS = {
  CrossZoneLoadBalancing: { Enabled: false },
  AccessLog: { Enabled: false },
  ConnectionDraining: { Enabled: false, Timeout: 300 },
  ConnectionSettings: { IdleTimeout: 60 },
  AdditionalAttributes: mode("defensive"),
};

describe("the attributes of a Classic Load Balancer", () => {
  it("are AWS's to begin with", async () => {
    assert.deepEqual(await attributes(), DEFAULTS);
  });

  it("change one by one, and what changed is answered", async () => {
    const wanted = { ConnectionDraining: { Enabled: true, Timeout: 60 } };
    assert.deepEqual(await modify(wanted), { LoadBalancerName: WEB, LoadBalancerAttributes: wanted });
    const more = {
      CrossZoneLoadBalancing: { Enabled: true },
      ConnectionSettings: { IdleTimeout: 4000 },
      AdditionalAttributes: mode("strictest"),
    };
    await modify(more);
    assert.deepEqual(await attributes(), { ...DEFAULTS, ...wanted, ...more });
    await modify({ ConnectionDraining: { Enabled: false } });
    assert.deepEqual((await attributes())?.ConnectionDraining, { Enabled: false, Timeout: 60 });
  });

  it("are refused where they make no sense", async () => {
    await assert.rejects(
      modify({ ConnectionSettings: { IdleTimeout: 4001 } }),
      awsError("ValidationError", /'loadBalancerAttributes\.connectionSettings\.idleTimeout'/),
    );
    for (const Timeout of [0, 3601])
      await assert.rejects(
        modify({ ConnectionDraining: { Enabled: true, Timeout } }),
        awsError("InvalidConfigurationRequest", /3600/, 409),
      );
    await assert.rejects(
      modify({ AdditionalAttributes: mode("lax") }),
      awsError("InvalidConfigurationRequest", /lax/, 409),
    );
    await assert.rejects(
      modify({ AdditionalAttributes: mode("x", "other") }),
      awsError("LoadBalancerAttributeNotFound", /other/),
    );
    await assert.rejects(
      modify({ AccessLog: { Enabled: true, S3BucketName: "logs" } }),
      awsError(
        "InvalidConfigurationRequest",
        "Access Denied for bucket: logs. Please check S3bucket permission",
        409,
      ),
    );
    assert.deepEqual(await attributes(), DEFAULTS);
  });

  it("keep access logs off", async () => {
    assert.deepEqual((await modify({ AccessLog: { Enabled: false } })).LoadBalancerAttributes, {
      AccessLog: { Enabled: false },
    });
  });
});
