import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CreateClusterCommand, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetRoleCommand,
  GetUserCommand,
} from "@aws-sdk/client-iam";
import { signRequest } from "../../src/signature/index.ts";
import { type Clients, clientsOf } from "../product/clients.ts";
import { consistentState } from "../product/consistency.ts";
import { openProduct, type Product } from "../product/open-product.ts";
import { ecsCases } from "./ecs.cases.ts";
import { iamCases } from "./iam.cases.ts";
import { policyDocuments } from "./policy-documents.cases.ts";
import { type RawRefusal, rawCases } from "./raw.cases.ts";
import { isRefusal } from "./refusal.ts";

describe("bad input", () => {
  let product: Product;
  let clients: Clients;
  let untouched: unknown;

  before(async () => {
    product = await openProduct();
    clients = clientsOf(product.url, product.root);
    await clients.ecs.send(new CreateClusterCommand({ clusterName: "demo" }));
    await clients.ecs.send(
      new RegisterTaskDefinitionCommand({
        family: "web",
        containerDefinitions: [{ name: "app", image: "busybox", memory: 64 }],
      }),
    );
    await clients.iam.send(new CreateUserCommand({ UserName: "alice" }));
    await clients.iam.send(new CreateAccessKeyCommand({ UserName: "alice" }));
    untouched = await consistentState(clients);
  });
  after(() => product.close());

  for (const refusal of [...policyDocuments, ...iamCases, ...ecsCases])
    it(`through the official client: ${refusal.what}`, () =>
      assert.rejects(refusal.send(clients), isRefusal(refusal)));

  const send = async ({ service, headers = {}, body }: RawRefusal) => {
    const url = `${product.url}/`;
    const signed = signRequest({
      method: "POST",
      url,
      headers,
      body,
      credentials: product.root,
      region: "us-west-2",
      service,
      date: Date.now(),
    });
    const response = await fetch(url, { method: "POST", headers: { ...headers, ...signed }, body });
    return { status: response.status, text: await response.text() };
  };

  for (const raw of rawCases)
    it(`by hand: ${raw.what}`, async () => {
      const { status, text } = await send(raw);
      assert.equal(status, raw.status, text);
      assert.match(text, raw.answer);
    });

  it("left nothing behind, half or whole, and no complaint", async () => {
    assert.deepEqual(await consistentState(clients), untouched);
    assert.deepEqual(product.problems, []);
  });

  it("is not what looks like it: XML's own characters travel where AWS allows them", async () => {
    const Path = `/a<b>&amp;"'/`;
    const { User } = await clients.iam.send(new CreateUserCommand({ UserName: "odd+=,.@-_", Path }));
    assert.equal(User?.Path, Path);
    assert.equal((await clients.iam.send(new GetUserCommand({ UserName: "odd+=,.@-_" }))).User?.Path, Path);
    const Description = "a\tb\n<c>&d; é ]]>";
    await clients.iam.send(
      new CreateRoleCommand({
        RoleName: "odd",
        Description,
        AssumeRolePolicyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
        Tags: [{ Key: "k", Value: "x y" }],
      }),
    );
    const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName: "odd" }));
    assert.equal(Role?.Description, Description);
  });
});
