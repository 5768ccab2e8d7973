import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const IMPORT = /(?:^|\n)(?:import|export)\s(?!type\b)[^;]*?from\s*"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;
const GLOBALS = /\b(?:process|Buffer|require|__dirname|globalThis|setTimeout|fetch|Date\.now|Math\.random)\b/;

it("the library needs nothing but the language: no module of Node, no package, no other room", () => {
  const room = new URL("./", import.meta.url).href;
  const seen = new Set<string>();
  const open = [new URL("./index.ts", import.meta.url).href];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (seen.has(url)) continue;
    seen.add(url);
    const source = readFileSync(fileURLToPath(url), "utf8");
    for (const [, from, inline] of source.matchAll(IMPORT)) {
      const name = from ?? inline ?? "";
      assert.match(name, /^\.\.?\//, `${url} imports ${name}`);
      const target = new URL(name, url).href;
      assert.ok(target.startsWith(room), `${url} imports ${name}`);
      open.push(target);
    }
    const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    assert.doesNotMatch(code, GLOBALS, url);
  }
  assert.ok(seen.size > 30, `${seen.size} modules`);
  assert.ok(![...seen].some((url) => url.includes("/testing/")));
});
