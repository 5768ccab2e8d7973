import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONFIGURATION_FILE, type Configuration } from "../configuration/render.ts";
import { command } from "../runtime/client.ts";
import { type Complaint, readComplaints } from "./complaint.ts";
import { isOwnProcess, signalOwn } from "./own-process.ts";
import { type HaproxyRecord, readRecord, writeRecord } from "./record.ts";
import { runHaproxy } from "./run-haproxy.ts";

/** How HAProxy took a configuration. */
export type StartResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

/**
 * The HAProxy that runs, one daemon for each configuration it was given. A new one takes the listening sockets over
 * from the one before, which ends what it has begun: not a connection is dropped. A daemon and not a child: it goes
 * on while there is no control plane, and the next one finds it by its socket and its record. There is no master
 * process, because it would not survive its worker, and what it does for reloads is done here with an answer.
 */
export class HaproxyProcess {
  readonly #program: string;
  readonly #folder: string;
  readonly #socket: string;
  #record: HaproxyRecord;

  /**
   * @param program HAProxy's
   * @param folder where its files are kept; nobody else may read it
   * @param socket its control socket
   */
  constructor(program: string, folder: string, socket: string) {
    this.#program = program;
    this.#folder = folder;
    this.#socket = socket;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#record = readRecord(folder);
  }

  /** The ports that the running one listens on; none when none runs. */
  ports(): readonly number[] {
    return this.runs() ? this.#record.ports : [];
  }

  /** Whether one runs, this process's or one that was found. */
  runs(): boolean {
    return isOwnProcess(this.#record.pid, this.#folder);
  }

  /** Starts HAProxy with a configuration, in the place of the one that runs, if any. */
  async start(configuration: Configuration): Promise<StartResult> {
    const generation = this.#record.generation + 1;
    const directory = join(this.#folder, `generation-${generation}`);
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const [name, content] of configuration.files) {
      writeFileSync(join(directory, name), content, { mode: 0o600 });
    }
    const pidFile = join(directory, "pid");
    const running = await this.#answers();
    const result = await runHaproxy(this.#program, [
      "-D",
      "-f",
      join(directory, CONFIGURATION_FILE),
      "-p",
      pidFile,
      ...(running ? ["-x", this.#socket, "-sf", String(this.#record.pid)] : []),
    ]);
    if (!result.ok) {
      rmSync(directory, { recursive: true, force: true });
      return { ok: false, complaints: readComplaints(result.output) };
    }
    const { pid, older } = this.#record;
    const started = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
    rmSync(pidFile);
    this.#remember({
      generation,
      pid: started,
      older: [...older, pid].filter((one) => isOwnProcess(one, this.#folder)),
      ports: configuration.binds.map(({ port }) => port),
    });
    this.#tidy();
    return { ok: true };
  }

  /** Ends HAProxy, its predecessors too, and removes its files. */
  stop(): void {
    if (this.#record.pid === 0) return;
    for (const pid of [this.#record.pid, ...this.#record.older]) signalOwn(pid, this.#folder, "SIGTERM");
    this.#record = { ...this.#record, pid: 0, older: [], ports: [] };
    writeRecord(this.#folder, this.#record);
    this.#tidy();
  }

  /** Whether the running one answers; one that does not is no use to anybody. */
  async #answers(): Promise<boolean> {
    if (!this.runs()) return false;
    try {
      await command(this.#socket, ["show info"]);
      return true;
    } catch {
      signalOwn(this.#record.pid, this.#folder, "SIGKILL");
      return false;
    }
  }

  #remember(record: HaproxyRecord): void {
    this.#record = record;
    writeRecord(this.#folder, record);
  }

  /** Keeps the files of the running one only: private keys are among them. */
  #tidy(): void {
    const current = this.#record.pid === 0 ? "" : `generation-${this.#record.generation}`;
    for (const name of readdirSync(this.#folder)) {
      if (name.startsWith("generation-") && name !== current)
        rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}
