import { CliError } from "./cli-error.ts";
import { program } from "./program.ts";

try {
  await program().parseAsync();
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  process.stderr.write(`portreeve: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
