// Plain JavaScript, so that the process that loads it never needs the compiler that strips types.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

const program = JSON.parse(readFileSync(process.env.PORTREEVE_PROGRAM, "utf8"));

registerHooks({
  load(url, context, next) {
    const source = program[url];
    if (source === undefined) return next(url, context);
    delete program[url];
    return { format: "module", source, shortCircuit: true };
  },
});
