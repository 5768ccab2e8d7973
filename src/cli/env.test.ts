import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { knowsEndpointUrl, shellLines } from "./env.ts";

const endpoint = { url: "http://127.0.0.1:4566", region: "eu-west-1", pid: 1, accounts: ["123456789012"] };
const root = { accountId: "123456789012", accessKeyId: "AKIAX", secretAccessKey: "a/b+c" };

describe("portreeve env", () => {
  it("knows which AWS CLI reads AWS_ENDPOINT_URL", () => {
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html: from 1.29.0 and 2.13.0 on
    const versions = {
      "aws-cli/2.9.19 Python/3.11.2": false,
      "aws-cli/2.12.7": false,
      "aws-cli/2.13.0": true,
      "aws-cli/1.28.9": false,
      "aws-cli/1.29.0": true,
      "aws-cli/3.0.0": true,
      "": true,
    };
    for (const [version, knows] of Object.entries(versions))
      assert.equal(knowsEndpointUrl(version), knows, version);
  });

  it("tells an old AWS CLI by an option, and a new one by the environment alone", () => {
    assert.match(shellLines(endpoint, root, "aws-cli/2.9.19"), /^aws\(\) \{ command aws --endpoint-url/m);
    assert.doesNotMatch(shellLines(endpoint, root, "aws-cli/2.30.0"), /aws\(\)/);
  });

  it("exports all that a client needs, quoted for a shell", () => {
    const lines = shellLines(endpoint, root, "").split("\n");
    assert.ok(lines.includes("export AWS_ENDPOINT_URL='http://127.0.0.1:4566'"));
    assert.ok(lines.includes("export AWS_SECRET_ACCESS_KEY='a/b+c'"));
    assert.ok(lines.includes("export AWS_DEFAULT_REGION='eu-west-1'"));
  });
});
