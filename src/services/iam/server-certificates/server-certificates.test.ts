import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { before, beforeEach, describe, it } from "node:test";
import { invoke } from "../../../operation/index.ts";
import { rootCaller } from "../../sts/index.ts";
import { ACCOUNT, openTestPlane } from "../../sts/testing/plane.ts";
import { getAccountSummary } from "../accounts/get-account-summary.ts";
import { iam } from "../service.ts";
import { awsError } from "../testing/aws-error.ts";
import { type SelfMade, selfMadeCertificate } from "../testing/self-made-certificate.ts";
import { deleteServerCertificate } from "./delete-server-certificate.ts";
import { getServerCertificate } from "./get-server-certificate.ts";
import { serverCertificateKeyMaterial } from "./key-material.ts";
import { listServerCertificateTags } from "./list-server-certificate-tags.ts";
import { listServerCertificates } from "./list-server-certificates.ts";
import { certificatesIn } from "./pem.ts";
import { serverCertificateTable } from "./table.ts";
import { tagServerCertificate } from "./tag-server-certificate.ts";
import { untagServerCertificate } from "./untag-server-certificate.ts";
import { updateServerCertificate } from "./update-server-certificate.ts";
import { uploadServerCertificate } from "./upload-server-certificate.ts";

type Plane = Awaited<ReturnType<typeof openTestPlane>>;

const ARN = `arn:aws:iam::${ACCOUNT}:server-certificate/site`;
const BALANCER = `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT}:loadbalancer/web`;

let root: SelfMade;
let site: SelfMade;
let signed: SelfMade;
before(() => {
  root = selfMadeCertificate({ name: "root" });
  site = selfMadeCertificate({ name: "site.test", key: "rsa:2048" });
  signed = selfMadeCertificate({ name: "signed.test", issuer: root });
});

/** A plane whose clock tells today: the certificates are valid from now on. */
const openToday = async (): Promise<Plane> => {
  const plane = await openTestPlane();
  plane.advance(Date.now() + 60_000 - plane.world.now());
  return plane;
};

let plane: Plane;
beforeEach(async () => {
  plane = await openToday();
});

const upload = (of: SelfMade, more: object = {}) =>
  plane.call(uploadServerCertificate, {
    ServerCertificateName: "site",
    CertificateBody: of.certificate,
    PrivateKey: of.privateKey,
    ...more,
  });

describe("a server certificate", () => {
  it("is uploaded from files, and shown without its key", async () => {
    const Tags = [{ Key: "team", Value: "blue" }];
    const { ServerCertificateMetadata: metadata, ...more } = await upload(site, { Path: "/web/", Tags });
    assert.deepEqual(more, { Tags });
    assert.equal(metadata?.Arn, ARN.replace("/site", "/web/site"));
    assert.match(metadata.ServerCertificateId, /^ASCA[A-Z2-7]{17}$/);
    const days = ((metadata.Expiration?.getTime() ?? 0) - Date.now()) / 86_400_000;
    assert.ok(days > 29 && days <= 30, String(days));
    const got = await plane.call(getServerCertificate, { ServerCertificateName: "SITE" });
    assert.deepEqual(got.ServerCertificate, {
      ServerCertificateMetadata: metadata,
      CertificateBody: site.certificate,
      Tags,
    });
    const { ServerCertificateMetadataList: list } = await plane.call(listServerCertificates, {
      PathPrefix: "/web",
    });
    assert.deepEqual(list, [metadata]);
    const { SummaryMap } = await plane.call(getAccountSummary, {});
    assert.equal(SummaryMap?.["ServerCertificates"], 1);
    const shown = JSON.stringify([metadata, got, list, plane.records]);
    assert.ok(!shown.includes("PRIVATE"));
  });

  it("comes with its chain, and is read with its key by what serves it", async () => {
    await upload(signed, { CertificateChain: root.certificate });
    assert.deepEqual(serverCertificateKeyMaterial(plane.state, ARN), {
      chainPem: `${signed.certificate.trim()}\n${root.certificate.trim()}\n`,
      keyPem: `${signed.privateKey.trim()}\n`,
    });
    assert.equal(serverCertificateKeyMaterial(plane.state, `${ARN}x`), undefined);
  });

  it("has its key among the secrets, which are sealed at rest", () => {
    assert.deepEqual(serverCertificateTable.secrets, ["privateKey"]);
  });

  it("has a name of its own, in any letter case, and is one of 20", async () => {
    await upload(site);
    await assert.rejects(
      upload(signed, { ServerCertificateName: "Site" }),
      awsError("EntityAlreadyExists", "The Server Certificate with name Site already exists.", 409),
    );
    for (let index = 1; index < 20; index += 1) await upload(site, { ServerCertificateName: `s${index}` });
    await assert.rejects(
      upload(site, { ServerCertificateName: "more" }),
      awsError("LimitExceeded", "Cannot exceed quota for ServerCertificatesPerAccount: 20", 409),
    );
    const { IsTruncated, ServerCertificateMetadataList } = await plane.call(listServerCertificates, {
      MaxItems: 5,
    });
    assert.equal(IsTruncated, true);
    assert.equal(ServerCertificateMetadataList.length, 5);
  });

  it("takes and loses tags", async () => {
    const name = { ServerCertificateName: "site" };
    await upload(site);
    await plane.call(tagServerCertificate, { ...name, Tags: [{ Key: "a", Value: "1" }] });
    assert.deepEqual((await plane.call(listServerCertificateTags, name)).Tags, [{ Key: "a", Value: "1" }]);
    await plane.call(untagServerCertificate, { ...name, TagKeys: ["A"] });
    assert.deepEqual((await plane.call(listServerCertificateTags, name)).Tags, []);
  });

  it("is renamed and deleted, unless something uses it", async () => {
    await upload(site);
    const environment = { ...plane.plane.environment, certificateUsers: () => [BALANCER] };
    const whileUsed = (operation: typeof deleteServerCertificate | typeof updateServerCertificate) =>
      invoke(
        { ...plane.plane, environment },
        {
          service: iam,
          operation,
          input: { ServerCertificateName: "site", NewServerCertificateName: "other" },
          caller: rootCaller(ACCOUNT),
          scope: { accountId: ACCOUNT, region: "us-east-1", partition: "aws" },
          request: { requestId: "test", secureTransport: false },
        },
      );
    await assert.rejects(
      whileUsed(deleteServerCertificate),
      awsError(
        "DeleteConflict",
        /^Certificate: ASCA\w{17} is currently in use by arn:aws:elasticloadbalancing:us-east-1:\d{12}:loadbalancer\/web\. Please remove it first before deleting it from IAM\.$/,
        409,
      ),
    );
    await assert.rejects(whileUsed(updateServerCertificate), awsError("UnmodifiableEntity", /in use/, 400));
    await plane.call(updateServerCertificate, {
      ServerCertificateName: "site",
      NewServerCertificateName: "other",
      NewPath: "/x/",
    });
    const { ServerCertificate } = await plane.call(getServerCertificate, { ServerCertificateName: "other" });
    assert.equal(ServerCertificate.ServerCertificateMetadata.Arn, ARN.replace("/site", "/x/other"));
    await plane.call(deleteServerCertificate, { ServerCertificateName: "other" });
    await assert.rejects(
      plane.call(deleteServerCertificate, { ServerCertificateName: "other" }),
      awsError("NoSuchEntity", "The Server Certificate with name other cannot be found.", 404),
    );
  });
});

describe("UploadServerCertificate refuses", () => {
  const UNPARSABLE = "Unable to parse certificate. Please ensure the certificate is in PEM format.";
  const refused = async (given: Promise<unknown>, code: string, text: string | RegExp) => {
    await assert.rejects(given, awsError(code, text, 400));
    assert.equal(plane.state.table(serverCertificateTable).size, 0);
  };

  it("what is no certificate, or more than one", async () => {
    for (const CertificateBody of ["site.crt", `text\n${site.certificate}`, site.certificate.repeat(2)])
      await refused(upload(site, { CertificateBody }), "MalformedCertificate", UNPARSABLE);
    const spoilt = site.certificate.replace(/(CERTIFICATE-----\n)..../, "$1AAAA");
    await refused(upload(site, { CertificateBody: spoilt }), "MalformedCertificate", UNPARSABLE);
  });

  it("another certificate's key, and says nothing of it", async () => {
    const other = selfMadeCertificate({ name: "other", key: "rsa:2048" });
    await refused(upload(site, { PrivateKey: other.privateKey }), "KeyPairMismatch", /does not match/);
    await refused(upload(site, { PrivateKey: signed.privateKey }), "KeyPairMismatch", /does not match/);
  });

  it("what is no private key, one with a pass phrase, and kinds that IAM does not take", async () => {
    const INVALID = "Invalid Private Key.";
    const locked = execFileSync("openssl", ["pkey", "-aes128", "-passout", "pass:x"], {
      input: site.privateKey,
      encoding: "utf8",
    });
    for (const PrivateKey of ["key", site.certificate, locked])
      await refused(upload(site, { PrivateKey }), "MalformedCertificate", INVALID);
    await refused(
      upload(selfMadeCertificate({ name: "ed", key: "ed25519" })),
      "MalformedCertificate",
      INVALID,
    );
  });

  it("a certificate out of its time", async () => {
    plane.advance(40 * 86_400_000);
    await refused(
      upload(site),
      "MalformedCertificate",
      "Certificate is no longer valid. The 'Not After' date restriction on the certificate has passed.",
    );
    plane.advance(-80 * 86_400_000);
    await refused(upload(site), "MalformedCertificate", /'Not Before'/);
  });

  it("a chain that does not begin with the issuer", async () => {
    const chain = (CertificateChain: string, index: number) =>
      refused(
        upload(signed, { CertificateChain }),
        "MalformedCertificate",
        `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
      );
    await chain("root.crt", -1);
    await chain(site.certificate, -1);
    await chain(`${root.certificate}${site.certificate}`, 0);
    // Of the same name as the root, and yet not it.
    await chain(selfMadeCertificate({ name: "root" }).certificate, -1);
  });

  it("what breaks the model, without quoting it", async () => {
    await refused(
      upload(site, { PrivateKey: `${site.privateKey}é\u{1f511}` }),
      "ValidationError",
      /^1 validation error detected: Value at 'privateKey' failed to satisfy constraint/,
    );
  });

  it("long hostile texts quickly enough", () => {
    const text = `-----BEGIN CERTIFICATE-----${" ".repeat(1_000_000)}`;
    assert.equal(certificatesIn(text), undefined);
    assert.equal(certificatesIn("-----BEGIN CERTIFICATE-----\n".repeat(30_000)), undefined);
  });
});
