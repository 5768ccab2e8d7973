/** The files of a configuration, by name. They lie beside it, so that it names them without a folder. */
export class ConfigurationFiles {
  readonly #contents = new Map<string, string>();

  /** Adds a file, and answers its name, which is made by us, never by the API's callers. */
  add(name: string, content: string): string {
    this.#contents.set(name, content);
    return name;
  }

  /** All of them. */
  contents(): ReadonlyMap<string, string> {
    return this.#contents;
  }
}
