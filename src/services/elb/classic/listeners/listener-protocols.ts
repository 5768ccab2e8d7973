/** `elasticloadbalancing:ListenerProtocol` of a request's listeners: each protocol once, in capitals. */
export const protocolsOf = (listeners: readonly { readonly Protocol: string }[]): readonly string[] => [
  ...new Set(listeners.map(({ Protocol }) => Protocol.toUpperCase())),
];
