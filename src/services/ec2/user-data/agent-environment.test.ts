import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { agentEnvironment } from "./agent-environment.ts";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const web = { ECS_CLUSTER: "web" };

/** How people write user data: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html */
const cases: readonly (readonly [name: string, userData: string, expected: Record<string, string>])[] = [
  ["nothing", "", {}],
  ["plain lines", "ECS_CLUSTER=web\nECS_LOGLEVEL=debug\n", { ...web, ECS_LOGLEVEL: "debug" }],
  ["plain line, quoted", 'ECS_CLUSTER="web"', web],
  ["echo", "#!/bin/bash\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config", web],
  ["echo, no space after >>", "#!/bin/bash\necho ECS_CLUSTER=web >>/etc/ecs/ecs.config", web],
  ["echo, double quotes", '#!/bin/bash\necho "ECS_CLUSTER=web" >> /etc/ecs/ecs.config', web],
  ["echo, single quotes", "#!/bin/bash\necho 'ECS_CLUSTER=web' > /etc/ecs/ecs.config", web],
  ["redirection first", "#!/bin/bash\n>> /etc/ecs/ecs.config echo ECS_CLUSTER=web", web],
  ["quoted file", '#!/bin/bash\necho ECS_CLUSTER=web >> "/etc/ecs/ecs.config"', web],
  ["carriage returns", "#!/bin/bash\r\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config\r\n", web],
  [
    "two commands in a line",
    "#!/bin/bash\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config; echo ECS_RESERVED_MEMORY=64 >> /etc/ecs/ecs.config",
    { ...web, ECS_RESERVED_MEMORY: "64" },
  ],
  ["and", "#!/bin/bash\nmkdir -p /etc/ecs && echo ECS_CLUSTER=web >> /etc/ecs/ecs.config", web],
  ["tee", "#!/bin/bash\necho ECS_CLUSTER=web | sudo tee -a /etc/ecs/ecs.config > /dev/null", web],
  [
    "echo -e",
    '#!/bin/bash\necho -e "ECS_CLUSTER=web\\nECS_LOGLEVEL=info" >> /etc/ecs/ecs.config',
    { ...web, ECS_LOGLEVEL: "info" },
  ],
  ["printf", "#!/bin/bash\nprintf 'ECS_CLUSTER=%s\\n' web >> /etc/ecs/ecs.config", web],
  ["variable", '#!/bin/bash\nCLUSTER=web\necho "ECS_CLUSTER=${CLUSTER}" >> /etc/ecs/ecs.config', web],
  [
    "exported variable",
    "#!/bin/bash\nexport CLUSTER=web\necho ECS_CLUSTER=$CLUSTER >> /etc/ecs/ecs.config",
    web,
  ],
  [
    "single quotes keep a variable",
    "#!/bin/bash\nA=web\necho 'ECS_CLUSTER=$A' >> /etc/ecs/ecs.config",
    { ECS_CLUSTER: "$A" },
  ],
  [
    "here-document",
    "#!/bin/bash\ncat <<'EOF' >> /etc/ecs/ecs.config\nECS_CLUSTER=web\nECS_LOGLEVEL=debug\nEOF\nyum -y update",
    { ...web, ECS_LOGLEVEL: "debug" },
  ],
  ["here-document, file first", "#!/bin/bash\ncat >> /etc/ecs/ecs.config << EOF\nECS_CLUSTER=web\nEOF", web],
  [
    "here-document with a variable",
    "#!/bin/bash\nNAME=web\ncat >/etc/ecs/ecs.config <<EOF\nECS_CLUSTER=$NAME\nEOF",
    web,
  ],
  [
    "here-document, tabs stripped",
    "#!/bin/bash\ncat <<-EOF >> /etc/ecs/ecs.config\n\tECS_CLUSTER=web\n\tEOF\n",
    web,
  ],
  ["here-document to tee", "#!/bin/bash\ntee /etc/ecs/ecs.config <<EOF\nECS_CLUSTER=web\nEOF", web],
  ["here-string", "#!/bin/bash\ncat <<< ECS_CLUSTER=web >> /etc/ecs/ecs.config", web],
  [
    "group",
    "#!/bin/bash\n{\n  echo ECS_CLUSTER=web\n  echo ECS_LOGLEVEL=debug\n} >> /etc/ecs/ecs.config",
    { ...web, ECS_LOGLEVEL: "debug" },
  ],
  [
    "subshell",
    "#!/bin/bash\n(echo ECS_CLUSTER=web; echo ECS_LOGLEVEL=info) >> /etc/ecs/ecs.config",
    { ...web, ECS_LOGLEVEL: "info" },
  ],
  [
    "truncation",
    "#!/bin/bash\necho ECS_LOGLEVEL=debug >> /etc/ecs/ecs.config\necho ECS_CLUSTER=web > /etc/ecs/ecs.config",
    web,
  ],
  [
    "the last one counts",
    "#!/bin/bash\necho ECS_CLUSTER=a >> /etc/ecs/ecs.config\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config",
    web,
  ],
  ["line continuation", "#!/bin/bash\necho ECS_CLUSTER=web \\\n  >> /etc/ecs/ecs.config", web],
  [
    "JSON value",
    `#!/bin/bash\necho 'ECS_INSTANCE_ATTRIBUTES={"stack":"prod"}' >> /etc/ecs/ecs.config`,
    { ECS_INSTANCE_ATTRIBUTES: '{"stack":"prod"}' },
  ],
  ["another file", "#!/bin/bash\necho ECS_CLUSTER=web >> /etc/other.config", {}],
  [
    "a comment",
    "#!/bin/bash\n# echo ECS_CLUSTER=no >> /etc/ecs/ecs.config\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config # yes",
    web,
  ],
  ["no first line", "echo ECS_CLUSTER=web >> /etc/ecs/ecs.config", web],
  ["in a condition", "#!/bin/bash\nif true; then echo ECS_CLUSTER=web >> /etc/ecs/ecs.config; fi", web],
  ["the agent's JSON", '{"ECSAgentConfiguration":{"Cluster":"web"}}', web],
  ["JSON of something else", '{"Cluster":"web"}', {}],
  [
    "MIME",
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="==B=="\n\n--==B==\nContent-Type: text/x-shellscript; charset="us-ascii"\n\n#!/bin/bash\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config\n\n--==B==--\n',
    web,
  ],
  [
    "MIME, content type first",
    'Content-Type: multipart/mixed; boundary="==B=="\nMIME-Version: 1.0\n\n--==B==\nContent-Type: text/cloud-boothook; charset="us-ascii"\n\n#cloud-boothook\ncloud-init-per once docker echo\n\n--==B==\nContent-Type: text/x-shellscript\n\n#!/bin/bash\ncat <<EOF >> /etc/ecs/ecs.config\nECS_CLUSTER=web\nEOF\n--==B==--\n',
    web,
  ],
  ["cloud-config commands", "#cloud-config\nruncmd:\n  - echo ECS_CLUSTER=web >> /etc/ecs/ecs.config\n", web],
  [
    "cloud-config file",
    "#cloud-config\nwrite_files:\n  - path: /etc/ecs/ecs.config\n    content: |\n      ECS_CLUSTER=web\n      ECS_LOGLEVEL=info\n",
    { ...web, ECS_LOGLEVEL: "info" },
  ],
];

for (const [name, userData, expected] of cases) {
  test(`user data: ${name}`, () => {
    assert.deepEqual(agentEnvironment(base64(userData)).environment, expected);
  });
}

test("user data: gzip", () => {
  const packed = gzipSync("#!/bin/bash\necho ECS_CLUSTER=web >> /etc/ecs/ecs.config").toString("base64");
  assert.deepEqual(agentEnvironment(packed).environment, web);
});

test("user data: where the agent keeps its files and whom it talks to is not the instance's to say", () => {
  const { environment, ignored } = agentEnvironment(
    base64("ECS_CLUSTER=web\nECS_DATADIR=/\nECS_BACKEND_HOST=http://evil\nDOCKER_HOST=tcp://evil\n"),
  );
  assert.deepEqual(environment, web);
  assert.deepEqual(ignored, ["ECS_DATADIR", "ECS_BACKEND_HOST"]);
});

test("user data: hostile text is read once", () => {
  for (const hostile of [
    "${a:-",
    "$(",
    '"$(',
    "<<",
    "{",
    "echo '",
    "content: |\n ",
    "a:\n",
    "\n",
    " ",
    "\t\n",
  ]) {
    const text = `#!/bin/bash\n${hostile.repeat(262_144 / hostile.length)}`;
    assert.deepEqual(agentEnvironment(gzipSync(text).toString("base64")).environment, {});
    const cloud = `#cloud-config\npath: /etc/ecs/ecs.config\n${hostile.repeat(200_000 / hostile.length)}`;
    assert.deepEqual(agentEnvironment(gzipSync(cloud).toString("base64")).environment, {});
    const line = `#cloud-config\n${hostile.repeat(200_000 / hostile.length)}ECS_A=${" ".repeat(200_000)}x`;
    assert.deepEqual(agentEnvironment(gzipSync(line).toString("base64")).environment, {});
  }
});
