/** Where the gateway writes what a person who runs it should see; pino's loggers are such. */
export type GatewayLog = {
  readonly error: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

/** A log that writes nothing. */
export const silentLog: GatewayLog = { error: () => {} };
