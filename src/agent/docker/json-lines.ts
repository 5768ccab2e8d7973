import { StringDecoder } from "node:string_decoder";

/** The JSON documents of a stream that sends one a line, as they come. */
export async function* jsonLines(
  stream: NodeJS.ReadableStream,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.write(chunk);
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines)
      if (line.trim() !== "") yield JSON.parse(line) as Readonly<Record<string, unknown>>;
  }
}
