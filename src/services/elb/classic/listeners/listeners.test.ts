import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { awsError } from "../../testing/aws-error.ts";
import { describeLoadBalancers } from "../load-balancers/describe-load-balancers.ts";
import { classicLoadBalancerTable } from "../table.ts";
import { CERTIFICATE_ARN, putCertificate } from "../testing/certificate.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { createLoadBalancerListeners } from "./create-load-balancer-listeners.ts";
import { deleteLoadBalancerListeners } from "./delete-load-balancer-listeners.ts";
import { setLoadBalancerListenerSslCertificate } from "./set-load-balancer-listener-ssl-certificate.ts";

const LoadBalancerName = WEB;
const HTTPS = {
  Protocol: "HTTPS",
  LoadBalancerPort: 443,
  InstancePort: 8080,
  SSLCertificateId: CERTIFICATE_ARN,
};

let plane: TestPlane;
beforeEach(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
  await putCertificate(plane);
});

const create = (...Listeners: readonly (typeof HTTPS | Omit<typeof HTTPS, "SSLCertificateId">)[]) =>
  plane.call(createLoadBalancerListeners, { LoadBalancerName, Listeners });
const listeners = async () =>
  (await plane.call(describeLoadBalancers, {})).LoadBalancerDescriptions?.[0]?.ListenerDescriptions ?? [];
const ports = async () => (await listeners()).map(({ Listener }) => Listener?.LoadBalancerPort);

describe("listeners", () => {
  it("speak HTTP to instances behind HTTPS and TCP behind SSL, unless told otherwise", async () => {
    await create(HTTPS, { ...HTTPS, Protocol: "ssl", LoadBalancerPort: 993, InstancePort: 143 });
    assert.deepEqual(
      (await listeners()).slice(1).map(({ Listener }) => Listener),
      [
        {
          Protocol: "HTTPS",
          LoadBalancerPort: 443,
          InstanceProtocol: "HTTP",
          InstancePort: 8080,
          SSLCertificateId: CERTIFICATE_ARN,
        },
        {
          Protocol: "SSL",
          LoadBalancerPort: 993,
          InstanceProtocol: "TCP",
          InstancePort: 143,
          SSLCertificateId: CERTIFICATE_ARN,
        },
      ],
    );
  });

  it("are created again by the same request, and not by another one", async () => {
    await create(HTTPS);
    await create(HTTPS);
    assert.deepEqual(await ports(), [80, 443]);
    await assert.rejects(
      create({ ...HTTPS, InstancePort: 81 }),
      awsError(
        "DuplicateListener",
        "A listener already exists for web with LoadBalancerPort 443, but with a different InstancePort, Protocol, or SSLCertificateId",
      ),
    );
  });

  it("all reach a port of the instances encrypted, or none", async () => {
    await assert.rejects(
      plane.call(createLoadBalancerListeners, {
        LoadBalancerName,
        Listeners: [{ ...HTTPS, InstanceProtocol: "HTTPS" }],
      }),
      awsError("InvalidConfigurationRequest", /8080/, 409),
    );
    assert.deepEqual(await ports(), [80]);
  });

  it("do not take a certificate of another account", async () => {
    await putCertificate(plane, "theirs", "999999999999");
    const SSLCertificateId = "arn:aws:iam::999999999999:server-certificate/theirs";
    await assert.rejects(
      create({ ...HTTPS, SSLCertificateId }),
      awsError("CertificateNotFound", `Server Certificate not found for the key: ${SSLCertificateId}`),
    );
  });

  it("leave a certificate out where nothing is encrypted", async () => {
    await create({ ...HTTPS, Protocol: "HTTP", LoadBalancerPort: 81 });
    assert.ok(!("SSLCertificateId" in ((await listeners())[1]?.Listener ?? {})));
  });

  it("are deleted by their ports, also when they are not there", async () => {
    await create(HTTPS);
    const LoadBalancerPorts = [443, 1];
    await plane.call(deleteLoadBalancerListeners, { LoadBalancerName, LoadBalancerPorts });
    await plane.call(deleteLoadBalancerListeners, { LoadBalancerName, LoadBalancerPorts });
    assert.deepEqual(await ports(), [80]);
  });

  it("take another certificate, which knows who uses it", async () => {
    await putCertificate(plane, "next");
    await create(HTTPS);
    const set = (LoadBalancerPort: number, SSLCertificateId: string) =>
      plane.call(setLoadBalancerListenerSslCertificate, {
        LoadBalancerName,
        LoadBalancerPort,
        SSLCertificateId,
      });
    const next = CERTIFICATE_ARN.replace("/site", "/next");
    await set(443, next);
    assert.equal((await listeners())[1]?.Listener?.SSLCertificateId, next);
    const table = plane.state.table(classicLoadBalancerTable);
    assert.equal(table.countBy("certificate", next), 1);
    assert.equal(table.countBy("certificate", CERTIFICATE_ARN), 0);
    await assert.rejects(set(444, next), awsError("ListenerNotFound", /444/));
    await assert.rejects(set(80, next), awsError("UnsupportedProtocol", /protocol/));
    await assert.rejects(set(443, "none"), awsError("CertificateNotFound", /none/));
  });
});
