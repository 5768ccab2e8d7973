/** Whether an address of a connection is this machine's own; not when it is not known. */
export const isLoopback = (address: string | undefined): boolean =>
  address === "::1" || (address?.replace(/^::ffff:/, "").startsWith("127.") ?? false);
