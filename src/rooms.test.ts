import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, it } from "node:test";

/** The rooms from top to bottom, as ARCHITECTURE.md lists them; each may import what stands below it. */
const ROOMS = [
  "cli",
  "policy-test",
  "policy-lint",
  "least-privilege",
  "gateway",
  "services/ecs",
  "services/elb",
  "services/ec2",
  "services/sts",
  "services/iam",
  "agent",
  "decision-log",
  "operation",
  "signature",
  "authorization",
  "state",
] as const;

const src = import.meta.dirname;

const roomOf = (file: string): string | undefined => {
  const path = relative(src, file);
  return ROOMS.find((room) => path.startsWith(`${room}/`));
};

const importsOf = (file: string): readonly string[] => {
  const text = readFileSync(file, "utf8");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...found].map(([, path]) => resolve(dirname(file), path ?? ""));
};

const files = globSync("**/*.ts", { cwd: src }).map((path) => join(src, path));

describe("the rooms", () => {
  it("import downwards only", () => {
    const wrong = files.flatMap((file) => {
      const from = roomOf(file);
      if (from === undefined) return [];
      return importsOf(file).flatMap((target) => {
        const to = roomOf(target);
        if (to === undefined)
          return target.startsWith(src) && dirname(target) !== src ? [`${file} → ${target}`] : [];
        const upwards =
          ROOMS.indexOf(to as (typeof ROOMS)[number]) < ROOMS.indexOf(from as (typeof ROOMS)[number]);
        return upwards ? [`${relative(src, file)} imports ${relative(src, target)}`] : [];
      });
    });
    // Tests may look upwards: they play the client.
    assert.deepEqual(
      wrong.filter((line) => !/\.test\.ts imports|\/testing\//.test(line)),
      [],
    );
  });

  it("are all in the table of ARCHITECTURE.md", () => {
    const text = readFileSync(join(src, "../ARCHITECTURE.md"), "utf8");
    for (const room of ROOMS) assert.ok(text.includes(`\`src/${room}\``), room);
  });

  it("keep the policy engine free of the machine it runs on", () => {
    const engine = globSync("authorization/**/*.ts", {
      cwd: src,
      exclude: ["**/*.test.ts", "**/testing/**"],
    });
    const wrong = engine.filter((path) => /from "node:|from "@/.test(readFileSync(join(src, path), "utf8")));
    assert.deepEqual(wrong, []);
  });
});
