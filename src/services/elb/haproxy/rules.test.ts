import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Action, RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { freePorts } from "./testing/free-port.ts";
import { balancerRow, groupRow, listenerRow, openScene, ruleRow, targetRow } from "./testing/scene.ts";
import { ask, openWeb } from "./testing/web.ts";

const says = (text: string): Action => ({
  Type: "fixed-response",
  FixedResponseConfig: { StatusCode: "200", ContentType: "text/plain", MessageBody: text },
});

type Request = Parameters<typeof ask>[2];

/** What makes a pattern try many ways, in a request that is just not too long. */
const LONG = "bc".repeat(3000);

/** What a rule with these conditions does with requests; kinds: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
const CONDITIONS: readonly {
  readonly name: string;
  readonly conditions: readonly RuleCondition[];
  readonly meets: readonly (readonly [string, Request?])[];
  readonly misses: readonly (readonly [string, Request?])[];
}[] = [
  {
    name: "a path with wildcards, in its own case",
    conditions: [{ Field: "path-pattern", PathPatternConfig: { Values: ["/img/*.?if"] } }],
    meets: [["/img/a/b.gif"], ["/img/.tif?x=1"]],
    misses: [["/IMG/a.gif"], ["/img/a.if"], ["/x/img/a.gif"], ["/img/a.gifs"]],
  },
  {
    name: "a path of characters that mean something elsewhere",
    conditions: [{ Field: "path-pattern", Values: ["/a'b$(c)+[d]/*"] }],
    meets: [["/a'b$(c)+[d]/e"]],
    misses: [["/ab"], ["/a'b$cc[d]/e"]],
  },
  {
    name: "a host, in any case and with a port",
    conditions: [{ Field: "host-header", HostHeaderConfig: { Values: ["*.Example.com"] } }],
    meets: [["/", { headers: { host: "api.example.COM:80" } }]],
    misses: [
      ["/", { headers: { host: "example.com" } }],
      ["/", { headers: { host: "api.example.com.org" } }],
    ],
  },
  {
    name: "a header's value",
    conditions: [
      {
        Field: "http-header",
        HttpHeaderConfig: { HttpHeaderName: "User-Agent", Values: ["*chrome*", "x?"] },
      },
    ],
    meets: [
      ["/", { headers: { "user-agent": "A Chrome B" } }],
      ["/", { headers: { "user-agent": "xy" } }],
    ],
    misses: [["/", { headers: { "user-agent": "xyz" } }], ["/"]],
  },
  {
    name: "a method",
    conditions: [
      { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["DELETE", "OPTIONS"] } },
    ],
    meets: [["/", { method: "DELETE" }]],
    misses: [["/"], ["/", { method: "POST" }]],
  },
  {
    name: "a query's pair and a value alone",
    conditions: [
      { Field: "query-string", QueryStringConfig: { Values: [{ Key: "version", Value: "v1*" }] } },
      { Field: "query-string", QueryStringConfig: { Values: [{ Value: "*x.y*" }] } },
    ],
    meets: [["/?a=1&Version=V1.2&q=ax.yb"]],
    misses: [["/?version=v2&q=x.y"], ["/?aversion=v1&q=x.y"], ["/?version=v1&q=xzy"], ["/"]],
  },
  {
    name: "where it comes from",
    conditions: [{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8", "127.0.0.0/8"] } }],
    meets: [["/"]],
    misses: [],
  },
  {
    name: "where it does not come from",
    conditions: [{ Field: "source-ip", SourceIpConfig: { Values: ["10.0.0.0/8", "2001:db8::/32"] } }],
    meets: [],
    misses: [["/"]],
  },
  {
    name: "an expression",
    conditions: [{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/user/[0-9]{1,3}$"] } }],
    meets: [["/user/12"]],
    misses: [["/user/1234"], ["/user/x"]],
  },
  {
    // HAProxy's watchdog ends it when one request takes a second.
    name: "wildcards, however much a client gives them to try",
    conditions: [{ Field: "path-pattern", Values: ["*b*c*a*/z"] }],
    meets: [[`/bca${LONG}/z`]],
    misses: [[`/bca${LONG}/zx`], [`/${LONG}/z`]],
  },
  {
    name: "an expression, which may only try so much",
    conditions: [{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["^.*b.*c.*a.*/z$"] } }],
    meets: [["/b/c/a/z"]],
    misses: [[`/bca${LONG}/zx`]],
  },
  {
    name: "several conditions at once",
    conditions: [
      { Field: "path-pattern", Values: ["/a*"] },
      { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["POST"] } },
    ],
    meets: [["/ab", { method: "POST" }]],
    misses: [["/ab"], ["/b", { method: "POST" }]],
  },
];

describe("the rules of an application load balancer", async () => {
  const scene = await openScene();
  const ports = await freePorts(CONDITIONS.length + 5);
  const [one, two] = [await openWeb("one"), await openWeb("two")];
  after(async () => {
    await scene.close();
    await one.close();
    await two.close();
  });
  const balancer = balancerRow("rules");
  const fallback = { defaultActions: [says("default")] };
  const listeners = CONDITIONS.map((_, index) => listenerRow(balancer, ports[index] ?? 0, [], fallback));
  const [orderPort = 0, redirectPort = 0, weightPort = 0, groupPort = 0, guardPort = 0] = ports.slice(-5);
  const [groupOne, groupTwo] = [groupRow("one"), groupRow("two")];
  const ordered = listenerRow(balancer, orderPort, [], fallback);
  const redirecting = listenerRow(balancer, redirectPort, [], {
    defaultActions: [
      { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } },
    ],
  });
  const forward = (weights: readonly number[], sticky = false): Action => ({
    Type: "forward",
    ForwardConfig: {
      TargetGroups: [groupOne, groupTwo].map(({ arn }, index) => ({
        TargetGroupArn: arn,
        Weight: weights[index] ?? 0,
      })),
      TargetGroupStickinessConfig: { Enabled: sticky, DurationSeconds: 60 },
    },
  });
  const weighted = listenerRow(balancer, weightPort, [], { defaultActions: [forward([3, 1])] });
  const sticky = listenerRow(balancer, groupPort, [], { defaultActions: [forward([1, 1], true)] });
  const guarded = listenerRow(balancer, guardPort, [], {
    defaultActions: [
      { Type: "authenticate-oidc", Order: 1 },
      { ...says("secret"), Order: 2 },
    ],
  });
  await scene.put(
    balancer,
    ...listeners,
    ...CONDITIONS.map(({ conditions }, index) =>
      ruleRow(listeners[index] ?? ordered, 1, { conditions, actions: [says("met")] }),
    ),
    ordered,
    ruleRow(ordered, 20, {
      conditions: [{ Field: "path-pattern", Values: ["/a*"] }],
      actions: [says("twenty")],
    }),
    ruleRow(ordered, 3, {
      conditions: [{ Field: "path-pattern", Values: ["/ab*"] }],
      actions: [says("three")],
    }),
    redirecting,
    ruleRow(redirecting, 1, {
      conditions: [{ Field: "path-pattern", Values: ["/old/*"] }],
      actions: [
        {
          Type: "redirect",
          RedirectConfig: {
            Host: "new.#{host}",
            Path: "/new/#{path} %41'\"",
            Query: "from=#{query}&x=1",
            StatusCode: "HTTP_302",
          },
        },
      ],
    }),
    groupOne,
    groupTwo,
    weighted,
    sticky,
    guarded,
    targetRow(groupOne, one.port),
    targetRow(groupTwo, two.port),
  );
  await scene.until(groupOne, one.port, "healthy");
  await scene.until(groupTwo, two.port, "healthy");
  await scene.balancing.settled();

  for (const [index, { name, meets, misses }] of CONDITIONS.entries()) {
    it(`are met by ${name}`, async () => {
      for (const [path, options] of meets)
        assert.equal((await ask(ports[index] ?? 0, path, options)).body, "met", path);
      for (const [path, options] of misses)
        assert.equal((await ask(ports[index] ?? 0, path, options)).body, "default", path);
    });
  }

  it("rewrite what is asked for", async () => {
    const [port = 0] = await freePorts(1);
    const listener = listenerRow(balancer, port, [], fallback);
    await scene.put(
      listener,
      ruleRow(listener, 1, {
        conditions: [{ Field: "path-pattern", Values: ["/v1/*"] }],
        actions: [forward([1, 0])],
        transforms: [
          {
            Type: "url-rewrite",
            UrlRewriteConfig: { Rewrites: [{ Regex: "^/v1/([a-z]+)", Replace: "/api/$1" }] },
          },
          {
            Type: "host-header-rewrite",
            HostHeaderRewriteConfig: {
              Rewrites: [{ Regex: "^(.*)\\.example\\.com$", Replace: "$1.internal" }],
            },
          },
        ],
      }),
    );
    one.answer((incoming, response) => response.end(`${incoming.headers.host}${incoming.url}`));
    const answer = await ask(port, "/v1/users/7?a=b", { headers: { host: "web.example.com" } });
    assert.equal(answer.body, "web.internal/api/users/7?a=b");
    one.answer((_, response) => response.end("one"));
  });

  it("are tried by priority", async () => {
    const bodies = ["/abc", "/a", "/"].map(async (path) => (await ask(orderPort, path)).body);
    assert.deepEqual(await Promise.all(bodies), ["three", "twenty", "default"]);
  });

  it("redirect as an ALB does", async () => {
    const host = { headers: { host: "web.test:8080" } };
    const plain = await ask(redirectPort, "/a/b?c=d", host);
    assert.equal(plain.status, 301);
    assert.equal(plain.headers["location"], "https://web.test:443/a/b?c=d");
    assert.equal(plain.headers["server"], "awselb/2.0");
    assert.equal((await ask(redirectPort, "/", host)).headers["location"], "https://web.test:443/");
    const filled = await ask(redirectPort, "/old/x?q", host);
    assert.equal(filled.status, 302);
    assert.equal(
      filled.headers["location"],
      `http://new.web.test:${redirectPort}/new/old/x%20%41'%22?from=q&x=1`,
    );
  });

  it("share requests out by weight", async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => ask(weightPort)));
    const ones = answers.filter(({ body }) => body === "one").length;
    assert.ok(ones > 40 && ones < 80, String(ones));
  });

  it("keep a client with its target group", async () => {
    const first = await ask(groupPort);
    const cookie = String(first.headers["set-cookie"]).split(";")[0] ?? "";
    assert.match(cookie, /^AWSALBTG=/);
    const again = await Promise.all(
      Array.from({ length: 10 }, () => ask(groupPort, "/", { headers: { cookie } })),
    );
    assert.deepEqual([...new Set(again.map(({ body }) => body))], [first.body]);
  });

  it("let nobody in who should be asked who he is", async () => {
    const answer = await ask(guardPort);
    assert.equal(answer.status, 500);
    assert.doesNotMatch(answer.body, /secret/);
  });
});
