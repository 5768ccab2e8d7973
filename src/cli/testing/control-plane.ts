import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDecisionLog } from "../../decision-log/index.ts";
import type { DecisionRecord, IamMode } from "../../operation/index.ts";
import { signRequest } from "../../signature/index.ts";
import { realWorld } from "../../world.ts";
import { type RunningControlPlane, startControlPlane } from "../control-plane.ts";
import { type DataFolder, dataFolder } from "../data-folder.ts";
import type { EndpointFile } from "../endpoint-file.ts";
import { writePrivateJson } from "../private-file.ts";

/** The account of these control planes. */
export const ACCOUNT = "123456789012";

/** Whose key signs; none: the request is not signed. */
export type Key = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** How a call was answered. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string };

/** A whole control plane in the test's own process, on a folder of its own, and what tests do with it. */
export type TestControlPlane = RunningControlPlane & {
  readonly folder: DataFolder;
  readonly root: Key;
  /** Every decision, as it is recorded. */
  readonly records: readonly DecisionRecord[];
  /** Resolves when every decision so far can be read by others. */
  readonly flush: () => Promise<void>;
  readonly ecs: (as: Key | undefined, operation: string, input: unknown) => Promise<Answer>;
  readonly query: (
    as: Key,
    service: "iam" | "sts",
    parameters: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** Makes a user with one inline policy, if any; answers its key. */
  readonly user: (name: string, ...statements: readonly object[]) => Promise<Key>;
};

/** What stands between the tags of the first element of that name in an XML answer. */
export const xmlText = (xml: string, element: string): string =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? "";

/** Starts a control plane in a mode; containers are simulated. */
export const startTestControlPlane = async (mode: IamMode): Promise<TestControlPlane> => {
  const folder = dataFolder(mkdtempSync(join(tmpdir(), "portreeve-plane-")));
  const records: DecisionRecord[] = [];
  const log = openDecisionLog({ directory: folder.decisions, world: realWorld });
  const running = await startControlPlane({
    folder,
    host: "127.0.0.1",
    port: 0,
    accounts: [ACCOUNT],
    mode,
    containers: "simulated",
    retentionDays: 1,
    decisionLog: {
      record: (record) => {
        records.push(record);
        log.record(record);
      },
      close: log.close,
    },
    version: "test",
    onFailure: (error) => {
      throw error;
    },
    onProblem: () => {},
  });
  // INVARIANT: one account was asked for.
  const root = running.accounts[0]!;
  writePrivateJson(folder.account(ACCOUNT), root);
  const endpoint: EndpointFile = {
    url: running.url,
    region: "us-east-1",
    pid: process.pid,
    accounts: [ACCOUNT],
  };
  writePrivateJson(folder.endpoint, endpoint);

  const send = async (
    as: Key | undefined,
    service: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Answer> => {
    const url = `${running.url}/`;
    const signed =
      as === undefined
        ? {}
        : signRequest({
            method: "POST",
            url,
            headers,
            body,
            credentials: as,
            region: "us-east-1",
            service,
            date: Date.now(),
          });
    const response = await fetch(url, { method: "POST", headers: { ...headers, ...signed }, body });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const query: TestControlPlane["query"] = (as, service, parameters) =>
    send(
      as,
      service,
      { "content-type": "application/x-www-form-urlencoded" },
      new URLSearchParams({
        Version: service === "iam" ? "2010-05-08" : "2011-06-15",
        ...parameters,
      }).toString(),
    );
  return {
    ...running,
    folder,
    root,
    records,
    flush: log.flush,
    query,
    ecs: (as, operation, input) =>
      send(
        as,
        "ecs",
        {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `AmazonEC2ContainerServiceV20141113.${operation}`,
        },
        JSON.stringify(input),
      ),
    user: async (UserName, ...statements) => {
      await query(root, "iam", { Action: "CreateUser", UserName });
      if (statements.length > 0)
        await query(root, "iam", {
          Action: "PutUserPolicy",
          UserName,
          PolicyName: "own",
          PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
        });
      const { text } = await query(root, "iam", { Action: "CreateAccessKey", UserName });
      return { accessKeyId: xmlText(text, "AccessKeyId"), secretAccessKey: xmlText(text, "SecretAccessKey") };
    },
    close: async () => {
      await running.close();
      rmSync(folder.path, { recursive: true, force: true });
    },
  };
};
