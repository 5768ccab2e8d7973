// Why nothing optional in it: a hostile text must not make it try things over and over.
const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * The certificates of a PEM text, each with its own lines; undefined when the text has anything else in it, as IAM
 * takes only certificates. https://github.com/aws/aws-cli/issues/715
 */
export const certificatesIn = (text: string): readonly string[] | undefined => {
  const found = text.match(BLOCK) ?? [];
  return found.length > 0 && text.replaceAll(BLOCK, "").trim() === "" ? found : undefined;
};
