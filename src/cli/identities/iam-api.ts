import { signRequest } from "../../signature/index.ts";
import { CliError } from "../cli-error.ts";
import type { EndpointFile } from "../endpoint-file.ts";
import type { RootCredentials } from "../root-credentials.ts";
import { childOf, readXml, textOf, type XmlElement } from "./xml-reader.ts";

/** Calls an operation of IAM and gives its result. */
export type IamApi = (operation: string, input: Readonly<Record<string, string>>) => Promise<XmlElement>;

/**
 * IAM's public API at a running control plane, as the root user of an account. Throws {@link CliError}, with the exit
 * code 2, when the control plane can not be reached or refuses.
 */
export const createIamApi =
  (endpoint: EndpointFile, credentials: RootCredentials): IamApi =>
  async (operation, input) => {
    const body = new URLSearchParams({ Action: operation, Version: "2010-05-08", ...input }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const signed = signRequest({
      method: "POST",
      url: endpoint.url,
      headers,
      body,
      credentials,
      region: "us-east-1",
      service: "iam",
      date: Date.now(),
    });
    const answer = await fetch(endpoint.url, {
      method: "POST",
      headers: { ...headers, ...signed },
      body,
    }).catch(() => {
      throw new CliError(`no control plane answers at ${endpoint.url}: run portreeve up`, 2);
    });
    const text = await answer.text();
    const root = readAnswer(text, endpoint.url);
    if (!answer.ok) {
      const error = childOf(root, "Error");
      throw new CliError(
        `${operation} was refused: ${textOf(error, "Code")}: ${textOf(error, "Message")}`,
        2,
      );
    }
    return childOf(root, `${operation}Result`) ?? root;
  };

const readAnswer = (text: string, url: string): XmlElement => {
  try {
    return readXml(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError(`${url} does not answer as IAM does`, 2);
  }
};
