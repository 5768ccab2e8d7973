/**
 * When the credentials that agents hold end, by the name they are served under. Kept in memory only: after a
 * restart nothing is known, and everything is sent anew.
 */
export class CredentialBook {
  readonly #expirations = new Map<string, number>();

  /** Takes note of credentials that were sent. */
  sent(credentialsId: string, expiresAt: number): void {
    this.#expirations.set(credentialsId, expiresAt);
  }

  /** Forgets the credentials of a task that has ended. */
  forget(credentialsId: string): void {
    this.#expirations.delete(credentialsId);
  }

  /** Whether credentials end before `moment`, or are not known to have been sent. */
  endsBefore(credentialsId: string, moment: number): boolean {
    return (this.#expirations.get(credentialsId) ?? 0) < moment;
  }
}
