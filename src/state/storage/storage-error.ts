/** Why a storage can't be opened or used; the message is for the person who started the process. */
export class StorageError extends Error {
  /** `InUse`: another process has it. `Foreign`: not made by Portreeve, or by a newer one. `Failed`: the rest. */
  readonly reason: "InUse" | "Foreign" | "Failed";

  constructor(reason: "InUse" | "Foreign" | "Failed", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StorageError";
    this.reason = reason;
  }
}
