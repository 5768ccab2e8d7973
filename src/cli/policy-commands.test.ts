import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";

const folder = mkdtempSync(join(tmpdir(), "portreeve-policies-"));
after(() => rmSync(folder, { recursive: true, force: true }));
cpSync(new URL("../../examples/policy-tests/", import.meta.url), join(folder, "examples"), {
  recursive: true,
});

type Outcome = { readonly code: number; readonly output: string; readonly errors: string };

/** Runs the command line as a person does, in the folder. */
const portreeve = (args: readonly string[], input = ""): Promise<Outcome> =>
  new Promise((resolve) => {
    const main = new URL("./main.ts", import.meta.url).pathname;
    const child = execFile(process.execPath, [main, ...args], { cwd: folder }, (error, output, errors) =>
      resolve({ code: error === null ? 0 : Number(error.code), output, errors }),
    );
    child.stdin?.end(input);
  });

const write = (name: string, value: unknown): string => {
  writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
  return name;
};
const statement = (others: object) => ({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "ecs:ListClusters", Resource: "*", ...others },
});

describe("portreeve lint", () => {
  it("says nothing and ends with 0 when there is nothing to say", async () => {
    assert.deepEqual(await portreeve(["lint", write("good.json", statement({}))]), {
      code: 0,
      output: "",
      errors: "",
    });
  });

  it("writes as a compiler does and ends with 1 for an error", async () => {
    const bad = write("bad.json", statement({ Action: "ecs:ListCluster" }));
    const { code, output } = await portreeve(["lint", bad]);
    assert.equal(code, 1);
    assert.match(
      output,
      /^bad\.json:1:\d+ error unknown-action ecs has no action "ListCluster"\.\n {4}Did you mean "ecs:ListClusters"\?\n$/,
    );
  });

  it("lets warnings pass, as many as are wanted", async () => {
    const wide = write("wide.json", statement({ Action: "*" }));
    assert.equal((await portreeve(["lint", "--max-warnings", "0", wide])).code, 1);
    assert.equal((await portreeve(["lint", "--max-warnings", "1", wide])).code, 0);
  });

  it("reads the standard input, and writes JSON", async () => {
    const { code, output } = await portreeve(
      ["lint", "--format", "json", "-"],
      JSON.stringify({ PolicyDocument: statement({ Action: "ecs:X" }) }),
    );
    assert.equal(code, 1);
    const [finding] = JSON.parse(output);
    assert.equal(finding.code, "unknown-action");
    assert.equal(finding.file, "<stdin>");
  });

  it("writes SARIF 2.1.0", async () => {
    const bad = write("sarif.json", statement({ Action: "ecs:ListCluster" }));
    const { output } = await portreeve(["lint", "--format", "sarif", bad]);
    const log = JSON.parse(output);
    assert.equal(log.version, "2.1.0");
    const [run] = log.runs;
    const [result] = run.results;
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.equal(result.level, "error");
    assert.ok(result.message.text.length > 0);
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    assert.equal(artifactLocation.uri, "sarif.json");
    assert.ok(region.startLine >= 1 && region.endColumn > region.startColumn);
  });

  it("holds a role to its purpose", async () => {
    const { code, output } = await portreeve([
      "lint",
      "--role",
      "container-instance",
      write("role.json", statement({ Action: "ecs:Poll" })),
    ]);
    assert.equal(code, 1);
    assert.match(
      output,
      /role-lacks-permission The container instance role lacks ecs:RegisterContainerInstance/,
    );
  });

  it("ends with 2 for what it can not do", async () => {
    for (const args of [
      ["lint"],
      ["lint", "--format", "xml", "-"],
      ["lint", "missing.json"],
      ["lint", "--max-warnings", "x", "-"],
    ]) {
      const { code, output, errors } = await portreeve(args);
      assert.deepEqual({ code, output }, { code: 2, output: "" }, args.join(" "));
      assert.notEqual(errors, "");
      assert.doesNotMatch(errors, /\n {4}at /);
    }
  });
});

describe("portreeve test", () => {
  it("runs the examples", async () => {
    const { code, output } = await portreeve([
      "test",
      "examples/container-instance.policy-test.json",
      "examples/deployer.policy-test.json",
    ]);
    assert.equal(code, 0);
    assert.match(output, /^TAP version 14\n1\.\.\d+\nok 1 - /);
    assert.doesNotMatch(output, /^not ok/m);
  });

  it("ends with 1 and explains what failed", async () => {
    const failing = write("failing.policy-test.json", {
      tests: [{ policies: "examples/policies/deployer.json", can: "ecs:ListClusters" }],
    });
    const { code, output } = await portreeve(["test", failing]);
    assert.equal(code, 1);
    assert.match(output, /^not ok 1 - test 1: can ecs:ListClusters$/m);
    assert.match(output, /no identity-based policy allows the ecs:ListClusters action/);
    assert.match(
      (await portreeve(["test", "--format", "junit", failing])).output,
      /^<\?xml .*\n<testsuites tests="1" failures="1"/,
    );
    assert.match((await portreeve(["test", "--format", "pretty", failing])).output, /1 of 1 failed\n$/);
  });

  it("ends with 2 for a file that is none", async () => {
    const { code, errors } = await portreeve([
      "test",
      write("none.policy-test.json", '{"tests": [{"can": "ecs:Lst"}]}'),
    ]);
    assert.equal(code, 2);
    assert.match(errors, /^portreeve: none\.policy-test\.json:1:20 ecs has no action "Lst"/);
    assert.equal((await portreeve(["test", "--format", "x", "missing.json"])).code, 2);
  });
});
