/** Why a request does not say who it is from. */
export type FailureKind =
  | "missing"
  | "incomplete"
  | "unknownKey"
  | "expiredToken"
  /** The signature's date is too far from now, or its presigned URL has run out. */
  | "clock"
  /** The credential's scope names another service, no region, or another day. */
  | "scope"
  /** The signature is not the one that the secret makes. */
  | "mismatch";

/** A request whose sender is not known. `text` is AWS's sentence where the kind alone does not give it. */
export class AuthenticationFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, text = "") {
    super(text);
    this.name = "AuthenticationFailure";
    this.kind = kind;
  }
}
