import { STATUS_CODES } from "node:http";

/** What stands in the `Server` header of answers that come from the load balancer itself. */
export const SERVER = "awselb/2.0";

/** The page that an application load balancer shows for a status, in its own look. */
export const statusPage = (status: number): string => {
  const title = `${status} ${STATUS_CODES[status] ?? "Unknown"}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
};

/** A whole answer, as HAProxy's `errorfile` wants it. */
export const wholeAnswer = (status: number): string => {
  const page = statusPage(status);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}`,
    `Server: ${SERVER}`,
    "Content-Type: text/html",
    `Content-Length: ${Buffer.byteLength(page)}`,
    "",
    page,
  ].join("\r\n");
};

/** The statuses that HAProxy answers with by itself. https://docs.haproxy.org/2.6/configuration.html#4-errorfile */
export const OWN_STATUSES = [400, 403, 404, 408, 413, 425, 429, 500, 501, 502, 503, 504] as const;
