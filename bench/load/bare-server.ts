import { createHash, createHmac } from "node:crypto";
import { createServer } from "node:http";

/**
 * What any server of signed calls must at least do: read the body, hash it, compute the signature over the
 * canonical request with a signing key it already has, and answer. It knows one answer.
 */
const [, , answer = "{}"] = process.argv;
const body = Buffer.from(answer);
const key = createHmac("sha256", "key").update("aws4_request").digest();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const hash = createHash("sha256").update(Buffer.concat(chunks)).digest("hex");
    const { headers } = request;
    const signed = ["content-type", "host", "x-amz-date", "x-amz-target"];
    const lines = signed.map((name) => `${name}:${headers[name]}\n`).join("");
    const canonical = `${request.method}\n/\n\n${lines}\n${signed.join(";")}\n${hash}`;
    const text = `AWS4-HMAC-SHA256\n${headers["x-amz-date"]}\nscope\n${createHash("sha256").update(canonical).digest("hex")}`;
    const signature = createHmac("sha256", key).update(text).digest("hex");
    response.writeHead(200, {
      "content-type": "application/x-amz-json-1.1",
      "content-length": body.length,
      "x-amzn-requestid": signature.slice(0, 36),
    });
    response.end(body);
  });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) process.send?.(address.port);
});
process.on("disconnect", () => process.exit(0));
