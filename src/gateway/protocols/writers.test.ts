import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { JsonWriters } from "../json/json-writer.ts";
import type { MemberShape, Shape, StructureShape } from "../shapes/shape.ts";
import { xmlText } from "../xml/text.ts";
import { XmlWriters } from "../xml/xml-writer.ts";

const member = (name: string, shape: Shape): MemberShape => ({
  name,
  shape,
  required: false,
  queryName: name,
  xmlName: name,
});

const members: MemberShape[] = [
  member("text", { kind: "string" }),
  member("count", { kind: "integer" }),
  member("at", { kind: "timestamp" }),
  member("bytes", { kind: "blob" }),
  member("on", { kind: "boolean" }),
  member("labels", { kind: "map", value: { kind: "string" } }),
  member("names", { kind: "list", item: { kind: "string" }, itemName: "member" }),
];
const node: StructureShape = { kind: "structure", name: "Node", members };
// A structure that contains itself, as some of AWS's do.
members.push(member("inner", node));

const value = {
  inner: { count: 0, inner: { text: "" } },
  secretAccessKey: "never",
  at: new Date(1_795_541_404_637),
  bytes: Uint8Array.from([0, 255]),
  on: false,
  text: undefined,
  labels: { __proto__: null, a: "1", b: undefined },
  names: ["x", undefined, ""],
};

describe("an answer", () => {
  it("in JSON has the members of its shape, in the shape's order, and no others", () => {
    assert.equal(
      new JsonWriters().writer(node)(value),
      '{"at":1795541404.637,"bytes":"AP8=","on":false,"labels":{"a":"1"},"names":["x",""],"inner":{"count":0,"inner":{"text":""}}}',
    );
  });

  it("in XML as well", () => {
    assert.equal(
      new XmlWriters().writer(node)(value),
      "<at>2026-11-24T17:30:04.637Z</at><bytes>AP8=</bytes><on>false</on><labels><entry><key>a</key><value>1</value></entry></labels><names><member>x</member><member></member></names><inner><count>0</count><inner><text/></inner></inner>",
    );
    assert.equal(new XmlWriters().writer(node)({ at: new Date(1000) }), "<at>1970-01-01T00:00:01Z</at>");
  });

  it("in JSON escapes what must be, and is always well-formed", () => {
    const write = new JsonWriters().writer({ kind: "string" });
    for (const text of ['"', "\\", "\n", "\u0000", "\ud800", "\udc00a", "é🚢", "\u2028", "\u007f"])
      assert.equal(JSON.parse(write(text)), text);
    assert.equal(write("\ud800"), '"\\ud800"');
  });

  it("in XML carries no character that XML can't", () => {
    assert.equal(xmlText("a<b>&\"'\r\n\t"), "a&lt;b&gt;&amp;\"'&#xD;\n\t");
    assert.equal(xmlText("\u0000\u001f\ud800\ufffe\uffff"), "\ufffd".repeat(5));
    assert.equal(xmlText("é漢🚢\u007f"), "é漢🚢\u007f");
  });
});
