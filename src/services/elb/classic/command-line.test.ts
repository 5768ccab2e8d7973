import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  type Key,
  startTestControlPlane,
  type TestControlPlane,
} from "../../../cli/testing/control-plane.ts";
import { selfMadeCertificate } from "../../iam/testing/self-made-certificate.ts";
import { freePort } from "../haproxy/testing/free-port.ts";
import { ask, openWeb, type Web } from "../haproxy/testing/web.ts";

/** AWS's own command line, through the real gateway: users meet the API this way. */
let plane: TestControlPlane;
let files: string;
let server: Web;
before(async () => {
  plane = await startTestControlPlane("enforce");
  server = await openWeb("hello from the instance");
  files = mkdtempSync(join(tmpdir(), "portreeve-files-"));
});
after(async () => {
  rmSync(files, { recursive: true, force: true });
  await plane.close();
  await server.close();
});

type Answered = { readonly output: unknown; readonly error: string };

const aws = (as: Key, ...words: readonly string[]): Promise<Answered> =>
  new Promise((resolve) => {
    execFile(
      "aws",
      [...words, "--endpoint-url", plane.url, "--region", "us-east-1", "--output", "json"],
      {
        env: {
          PATH: process.env["PATH"],
          HOME: files,
          AWS_ACCESS_KEY_ID: as.accessKeyId,
          AWS_SECRET_ACCESS_KEY: as.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: "true",
        },
      },
      (_failure, stdout, stderr) =>
        resolve({ output: stdout.trim() === "" ? undefined : JSON.parse(stdout), error: stderr.trim() }),
    );
  });

const elb = (...words: readonly string[]): Promise<Answered> => aws(plane.root, "elb", ...words);
const web = ["--load-balancer-name", "web"];

describe("aws elb", () => {
  it("makes a load balancer with a certificate from a file, uses and deletes it", async () => {
    const { certificate, privateKey } = selfMadeCertificate({ name: "web.test" });
    writeFileSync(join(files, "web.crt"), certificate);
    writeFileSync(join(files, "web.key"), privateKey);
    const certified = ["--server-certificate-name", "web"];
    const uploaded = await aws(
      plane.root,
      ...["iam", "upload-server-certificate", ...certified],
      ...["--certificate-body", `file://${files}/web.crt`, "--private-key", `file://${files}/web.key`],
    );
    const { Arn } = (uploaded.output as { ServerCertificateMetadata: { Arn: string } })
      .ServerCertificateMetadata;

    const [port, securePort] = [await freePort(), await freePort()];
    const created = await elb(
      ...["create-load-balancer", ...web, "--availability-zones", "us-east-1a", "us-east-1b", "us-east-1c"],
      ...["--listeners", `Protocol=HTTP,LoadBalancerPort=${port},InstancePort=${server.port}`],
      `Protocol=HTTPS,LoadBalancerPort=${securePort},InstancePort=${server.port},SSLCertificateId=${Arn}`,
      ...["--tags", "Key=team,Value=blue"],
    );
    assert.equal(created.error, "");
    const { DNSName } = created.output as { DNSName: string };
    assert.match(DNSName, /^web-\d+\.us-east-1\.elb\.localhost$/);

    const launched = await aws(
      plane.root,
      ...["ec2", "run-instances", "--image-id", "ami-0ec5000000000000e", "--instance-type", "t3.micro"],
    );
    assert.equal(launched.error, "");
    const [{ InstanceId } = { InstanceId: "" }] = (launched.output as { Instances: { InstanceId: string }[] })
      .Instances;
    const instances = ["--instances", InstanceId];
    assert.deepEqual((await elb("register-instances-with-load-balancer", ...web, ...instances)).output, {
      Instances: [{ InstanceId }],
    });
    assert.equal((await elb("wait", "instance-in-service", ...web)).error, "");
    const answer = await ask(port, "/", { headers: { host: `${DNSName}:${port}` } });
    assert.equal(answer.body, "hello from the instance");

    const kept = await aws(plane.root, "iam", "delete-server-certificate", ...certified);
    assert.match(
      kept.error,
      /\(DeleteConflict\).*Certificate: ASCA\w+ is currently in use by arn:aws:elasticloadbalancing:us-east-1:\d+:loadbalancer\/web\./,
    );

    await elb("deregister-instances-from-load-balancer", ...web, ...instances);
    const waited = await elb("wait", "instance-deregistered", ...web, ...instances);
    assert.equal(waited.error, "");
    assert.equal((await elb("delete-load-balancer", ...web)).error, "");
  });

  it("is refused what no policy allows", async () => {
    const key = await plane.user("dan");
    const { error } = await aws(key, "elb", "delete-load-balancer", ...web);
    assert.match(
      error,
      /\(AccessDenied\).*User: arn:aws:iam::123456789012:user\/dan is not authorized to perform: elasticloadbalancing:DeleteLoadBalancer on resource: arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/web because no identity-based policy allows the elasticloadbalancing:DeleteLoadBalancer action/s,
    );
  });
});
