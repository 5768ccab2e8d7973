const unreserved = /^[A-Za-z0-9_.~-]*$/;

/** Percent-encodes all but RFC 3986's unreserved characters, as SigV4's UriEncode does. */
export const uriEncode = (text: string): string => {
  if (unreserved.test(text)) return text;
  // Why toWellFormed: encodeURIComponent throws on half a surrogate pair, which a hostile client may send.
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
};

/**
 * The canonical spelling of one half of a raw query parameter. `+` is a space (the official agent's WebSocket
 * query is form-encoded), `%XX` is decoded byte by byte, so that text which is not UTF-8 survives, and a
 * `%` that starts no escape stands for itself.
 */
export const canonicalQueryText = (raw: string): string => {
  if (unreserved.test(raw)) return raw;
  return raw.replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9_.~%-]+|%/g, (part) => {
    if (part.length === 3 && part.startsWith("%")) {
      const byte = Number.parseInt(part.slice(1), 16);
      const character = String.fromCharCode(byte);
      return byte < 0x80 && unreserved.test(character) ? character : part.toUpperCase();
    }
    return part.split("+").map(uriEncode).join("%20");
  });
};
