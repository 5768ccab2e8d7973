import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { assignPorts } from "../plan/assign-ports.ts";
import {
  ORDINARY_HEADERS,
  type PlannedListener,
  type PlannedPool,
  type PlannedRule,
} from "../plan/traffic-plan.ts";
import { findHaproxy } from "../process/find-haproxy.ts";
import { CONFIGURATION_FILE, renderConfiguration } from "./render.ts";

/** Texts that would like to be more than text. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "'\n  http-request deny #",
    "a' 'b",
    '"; stats socket /tmp/x',
    "\r\nglobal\n",
    "%[env(HOME)] %ci %%",
    "${HOME} $HOME `id`",
    "} if { always_true",
    "-m str x",
    "--",
    "\\",
    "\\'",
    "'\\''",
    "\u2028\u2029\u0000\t\u007f",
    ")),(",
    "#{host}#{path}#{query}#{port}#{protocol}",
    "*?*?",
  ),
  fc
    .array(
      fc.constantFrom("'", '"', "\\", "%", "\n", "{", "}", "[", "]", "(", ")", "$", " ", "#", ",", "*", "?"),
      {
        maxLength: 20,
      },
    )
    .map((parts) => parts.join("")),
);

const values = fc.array(hostile, { minLength: 1, maxLength: 3 });

const rule: fc.Arbitrary<Omit<PlannedRule, "id">> = fc.record({
  conditions: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constantFrom("host" as const, "path" as const), values, regex: fc.constant([]) }),
      fc.record({ kind: fc.constant("header" as const), name: hostile, values, regex: fc.constant([]) }),
      fc.record({ kind: fc.constantFrom("method" as const, "source" as const), values }),
      fc.record({
        kind: fc.constant("query" as const),
        pairs: fc.array(fc.record({ key: hostile, value: hostile }), { minLength: 1, maxLength: 2 }),
      }),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  action: fc.oneof(
    fc.record({
      kind: fc.constant("redirect" as const),
      status: fc.constantFrom(301 as const, 302 as const),
      protocol: fc.constantFrom("#{protocol}", "HTTPS"),
      host: hostile,
      port: fc.constantFrom("#{port}", "443"),
      path: hostile,
      query: hostile,
    }),
    fc.record({
      kind: fc.constant("answer" as const),
      status: fc.constantFrom(200, 404, 503),
      contentType: hostile,
      body: hostile,
    }),
  ),
  transforms: fc.array(
    fc.record({
      kind: fc.constantFrom("host" as const, "url" as const),
      regex: fc.constantFrom("a'b", "^/(x)(?:y)\\'z$", "[\\n'\"]"),
      replacement: hostile,
    }),
    { maxLength: 1 },
  ),
});

const planOf = (
  rules: readonly Omit<PlannedRule, "id">[],
  text: string,
  path: string,
): { readonly listeners: readonly PlannedListener[]; readonly pools: readonly PlannedPool[] } => ({
  listeners: [
    {
      id: text,
      loadBalancer: { id: text, name: text, dnsName: text },
      protocol: "http",
      port: 18_080,
      hosts: [text],
      certificates: [],
      leastTlsVersion: "TLSv1.2",
      alpn: [],
      idleTimeout: 60,
      rules: rules.map((each, index) => ({ ...each, id: `${text}${index}` })),
      defaultAction: { kind: "forward", pools: [{ id: path, weight: 1 }] },
      headers: {
        ...ORDINARY_HEADERS,
        answer: [
          { name: "X-A", value: text },
          { name: text, value: text },
        ],
      },
    },
  ],
  pools: [
    {
      id: path,
      protocol: "http",
      tls: false,
      http2: false,
      proxyProtocol: "none",
      balance: "roundrobin",
      stickiness: { kind: "application-cookie", name: text, seconds: 60 },
      slowStart: 0,
      idleTimeout: 60,
      check: {
        protocol: "http",
        path,
        http2: false,
        codes: [{ from: 200, to: 200 }],
        interval: 5,
        timeout: 2,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      targets: [{ id: text, address: "127.0.0.1", port: 80, standing: "new" }],
    },
  ],
});

const SETTINGS = { host: "127.0.0.1", socketDirectory: "/nowhere", certificateOf: () => undefined };

const render = (rules: readonly Omit<PlannedRule, "id">[], text: string, path: string) => {
  const { listeners, pools } = planOf(rules, text, path);
  return renderConfiguration(
    assignPorts(listeners, { canBind: () => true, doorPort: 1 }),
    pools,
    SETTINGS,
    () => true,
  );
};

/** What each line of the configuration begins with. */
const WORDS =
  /^(global|defaults|ring health|http-errors own|frontend [\w-]+|backend [\w-]+|errorfiles? |stats (socket|timeout) |noreuseport|fd-hard-limit |hard-stop-after |default-path |tune\.|ssl-default-bind|format raw|maxlen |size |mode |timeout |retries |retry-on |option |unique-id-format |http-request |http-response |http-after-response |http-check |bind |use_backend |default_backend |balance |log ring@health|stick|cookie |dynamic-cookie-key |server )/;

describe("a configuration made of hostile strings", () => {
  it("has no line that nobody meant to write", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), hostile, hostile, (rules, text, path) => {
        const { files, lines } = render(rules, text, path);
        const written = (files.get(CONFIGURATION_FILE) ?? "").split("\n").slice(0, -1);
        assert.equal(written.length, lines.length);
        for (const line of written) assert.match(line, WORDS);
        for (const name of files.keys()) assert.match(name, /^[\w.-]+$/);
        for (const [name, content] of files) {
          if (!name.endsWith(".map")) continue;
          for (const row of content.split("\n").slice(0, -1)) assert.match(row, /^[a-z0-9._-]+ [\w-]+$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("is taken by HAProxy", () => {
    const program = findHaproxy();
    assert.ok(program !== undefined);
    const folder = mkdtempSync(join(tmpdir(), "portreeve-hostile-"));
    let run = 0;
    try {
      fc.assert(
        fc.property(
          fc.array(rule, { minLength: 4, maxLength: 12 }),
          hostile,
          hostile,
          (rules, text, path) => {
            run += 1;
            const directory = join(folder, String(run));
            mkdirSync(directory);
            for (const [name, content] of render(rules, text, path).files)
              writeFileSync(join(directory, name), content);
            execFileSync(program, ["-c", "-f", join(directory, CONFIGURATION_FILE)], { stdio: "pipe" });
          },
        ),
        { numRuns: 12 },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
