/**
 * The parts of user data in the MIME form of cloud-init, decoded; other user data is one part.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html#user-data-mime-multi
 */
export const mimeParts = (text: string): readonly string[] => {
  const normal = text.replaceAll("\r\n", "\n");
  const boundary =
    /^(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?content-type:\s*multipart\/[\w-]+;\s*boundary="?([^"\n;]+)"?/i.exec(
      normal,
    )?.[1];
  if (boundary === undefined) return [normal];
  return normal
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith("--"))
    .map(bodyOf);
};

const bodyOf = (part: string): string => {
  const lines = part.replace(/^\n/, "");
  const end = lines.indexOf("\n\n");
  if (end === -1) return "";
  const headers = lines.slice(0, end);
  const body = lines.slice(end + 2);
  return /^content-transfer-encoding:\s*base64/im.test(headers)
    ? Buffer.from(body, "base64").toString("utf8")
    : body;
};
