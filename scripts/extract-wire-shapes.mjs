// Writes the wire shapes of the services into src/services/*/wire-shapes.data.json, from the official clients
// that are installed. Run it after updating one of them: node scripts/extract-wire-shapes.mjs
import { writeFile } from "node:fs/promises";
import { extractedServices, wireShapesText } from "../src/gateway/shapes/extracted-services.ts";

for (const service of extractedServices) {
  const file = new URL(`../src/services/${service.name}/wire-shapes.data.json`, import.meta.url);
  const text = await wireShapesText(service);
  await writeFile(file, text);
  console.log(`${file.pathname}: ${text.length} bytes`);
}
