import type { CertificateOf } from "./certificates.ts";

/** What a configuration depends on besides the plan. */
export type RenderSettings = {
  /** The address to listen on. */
  readonly host: string;
  /** Where the control socket is, and those behind the door. Absolute. */
  readonly socketDirectory: string;
  readonly certificateOf: CertificateOf;
  /** Who the process becomes once it listens; set when it is started by root. */
  readonly user?: { readonly user: string; readonly group: string };
};

/** The socket that HAProxy is commanded through. */
export const controlSocket = (settings: Pick<RenderSettings, "socketDirectory">): string =>
  `${settings.socketDirectory}/haproxy.sock`;
