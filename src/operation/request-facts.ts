/** What the gateway knows of the request itself; the global condition keys are made of it. */
export type RequestFacts = {
  readonly requestId: string;
  /** The client's address; missing for calls from within the control plane. */
  readonly sourceIp?: string;
  readonly userAgent?: string;
  /** Whether the request came over TLS. */
  readonly secureTransport: boolean;
};
