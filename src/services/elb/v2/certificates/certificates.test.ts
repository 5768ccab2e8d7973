import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { certificateUsers } from "../../index.ts";
import { awsError } from "../../testing/aws-error.ts";
import { makeListener, makeLoadBalancer, makeTargetGroup, putCertificate } from "../testing/samples.ts";
import { openTestPlane } from "../testing/test-plane.ts";
import { addListenerCertificates } from "./add-listener-certificates.ts";
import { describeListenerCertificates } from "./describe-listener-certificates.ts";
import { removeListenerCertificates } from "./remove-listener-certificates.ts";

describe("the certificates of a listener", () => {
  it("are added, shown with the default one first, and removed", async () => {
    const plane = await openTestPlane();
    const [web, a, b] = [
      await putCertificate(plane),
      await putCertificate(plane, "a"),
      await putCertificate(plane, "b"),
    ];
    const loadBalancer = await makeLoadBalancer(plane);
    const ListenerArn = await makeListener(plane, loadBalancer, await makeTargetGroup(plane), {
      Protocol: "HTTPS",
      Certificates: [{ CertificateArn: web }],
    });
    const shown = async (): Promise<readonly unknown[]> =>
      ((await plane.call(describeListenerCertificates, { ListenerArn })).Certificates ?? []).map((each) => [
        each.CertificateArn,
        each.IsDefault,
      ]);
    await plane.call(addListenerCertificates, {
      ListenerArn,
      Certificates: [{ CertificateArn: a }, { CertificateArn: b }, { CertificateArn: a }],
    });
    assert.deepEqual(await shown(), [
      [web, true],
      [a, false],
      [b, false],
    ]);
    assert.deepEqual(certificateUsers(plane.state, b), [loadBalancer]);
    await assert.rejects(
      plane.call(removeListenerCertificates, { ListenerArn, Certificates: [{ CertificateArn: web }] }),
      awsError("OperationNotPermitted", `Default certificate '${web}' cannot be removed`),
    );
    await plane.call(removeListenerCertificates, { ListenerArn, Certificates: [{ CertificateArn: a }] });
    await plane.call(removeListenerCertificates, { ListenerArn, Certificates: [{ CertificateArn: a }] });
    assert.deepEqual(await shown(), [
      [web, true],
      [b, false],
    ]);
  });

  it("must be there, and are for listeners that end TLS", async () => {
    const plane = await openTestPlane();
    const CertificateArn = await putCertificate(plane);
    const http = await makeListener(plane, await makeLoadBalancer(plane), await makeTargetGroup(plane));
    await assert.rejects(
      plane.call(addListenerCertificates, { ListenerArn: http, Certificates: [{ CertificateArn }] }),
      awsError("ValidationError", "Certificates cannot be specified for HTTP listeners"),
    );
    const net = await makeLoadBalancer(plane, { Name: "net", Type: "network" });
    const tcp = await makeTargetGroup(plane, { Name: "tcp", Protocol: "TCP" });
    const ListenerArn = await makeListener(plane, net, tcp, {
      Protocol: "TLS",
      Certificates: [{ CertificateArn }],
      AlpnPolicy: ["HTTP2Preferred"],
    });
    const none = "arn:aws:iam::123456789012:server-certificate/none";
    await assert.rejects(
      plane.call(addListenerCertificates, { ListenerArn, Certificates: [{ CertificateArn: none }] }),
      awsError("CertificateNotFound", `Certificate '${none}' not found`),
    );
  });
});
